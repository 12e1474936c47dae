"""How Inkling's model is made: data, augmentation, net, fit, calibration, export, evaluation, card."""
