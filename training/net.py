"""The net: 3x3 convolutions with batch normalisation, one learned weighting of places, two linear heads."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from inkling.render import PLANES

DIGIT_CLASSES = 10
KIND_CLASSES = 3


LAST_SIDE = 7
"""Side of the last convolutions' pictures."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Channels of the convolutions at 28x28, 14x14 and 7x7, and features before the heads."""

    full: tuple[int, ...] = (16,)
    half: tuple[int, ...] = (32, 32)
    quarter: tuple[int, ...] = (64, 64, 64)
    features: int = 128
    dropout: float = 0.1


TEACHER_SHAPE = Shape(full=(32,), half=(64, 64), quarter=(128, 128, 128), features=256)
"""Four times the product's arithmetic."""

SMOKE_SHAPE = Shape(full=(8,), half=(16,), quarter=(32,), features=32, dropout=0.0)
"""Small enough for a test."""


class Net(nn.Module):
    """images float32 [n, 5, 28, 28] in 0..1 -> (digits float32 [n, 10], kind float32 [n, 3]), both logits."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        blocks: list[nn.Module] = []
        channels = PLANES
        for level, widths in enumerate((shape.full, shape.half, shape.quarter)):
            if level:
                blocks.append(nn.MaxPool2d(2))
            for width in widths:
                blocks.append(conv(channels, width))
                channels = width
        self.body = nn.Sequential(*blocks)
        with torch.no_grad():
            # headings begin without a say: a fit that is not shown them yet is one of pictures alone
            pair(blocks[0])[0].weight[:, 1:].zero_()
        # MobileFaceNets (Chen et al. 2018): a weight for each place and channel beats the plain mean
        self.places = nn.Sequential(
            PlacesConv(channels, shape.features, LAST_SIDE, groups=channels, bias=False),
            nn.BatchNorm2d(shape.features),
            nn.ReLU(),
        )
        self.drop = nn.Dropout(shape.dropout)
        self.digits = nn.Linear(shape.features, DIGIT_CLASSES)
        self.kind = nn.Linear(shape.features, KIND_CLASSES)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of digits and of kinds."""
        features = self.drop(self.places(self.body(images)).flatten(1))
        return self.digits(features), self.kind(features)


class PlacesConv(nn.Conv2d):
    """A depthwise convolution as large as its input, computed as the products of matrices that it is.

    The general convolution's backward pass takes almost half of a whole step's time for this case.
    """

    def forward(self, input: Tensor) -> Tensor:  # noqa: A002
        """input: [n, c, 7, 7]. Returns [n, features, 1, 1]."""
        weight = self.weight.view(self.groups, -1, LAST_SIDE * LAST_SIDE)
        product = torch.einsum("ncp,cjp->ncj", input.flatten(2), weight)
        return product.reshape(len(input), self.out_channels, 1, 1)


def conv(channels: int, width: int) -> nn.Sequential:
    """3x3 convolution, batch normalisation, ReLU; size kept."""
    return nn.Sequential(
        nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()
    )


def pair(block: nn.Module) -> tuple[nn.Conv2d, nn.BatchNorm2d]:
    """The convolution and the normalisation a block starts with. Raises TypeError for another block."""
    if not isinstance(block, nn.Sequential):
        raise TypeError(f"expected convolution and normalisation, got {block}")
    convolution, norm = block[0], block[1]
    if not isinstance(convolution, nn.Conv2d) or not isinstance(norm, nn.BatchNorm2d):
        raise TypeError(f"expected convolution and normalisation, got {block}")
    return convolution, norm


def fold(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """Weight and bias of the one convolution that does what the two do in evaluation mode."""
    mean, variance = statistics(norm)
    gain = norm.weight / torch.sqrt(variance + norm.eps)
    weight = convolution.weight * gain[:, None, None, None]
    return weight.detach(), (norm.bias - mean * gain).detach()


def fused(net: Net) -> Net:
    """What `net` computes in evaluation mode, a third faster: convolutions hold what normalisation did."""
    result = copy.deepcopy(net).eval()
    for block in result.modules():
        if isinstance(block, nn.Sequential) and isinstance(block[0], nn.Conv2d):
            convolution, norm = pair(block)
            if type(convolution) is nn.Conv2d:  # PlacesConv is no plain one
                block[0], block[1] = fuse_conv_bn_eval(convolution, norm), nn.Identity()
    nn.utils.convert_conv2d_weight_memory_format(result, torch.channels_last)
    return result


def statistics(norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """Running mean and variance. Raises TypeError for a normalisation that keeps none."""
    if norm.running_mean is None or norm.running_var is None:
        raise TypeError("expected a batch normalisation that keeps running statistics, got one without")
    return norm.running_mean, norm.running_var


@torch.no_grad()
def product(net: Net, digit_temperature: float, kind_temperature: float) -> Net:
    """What the exported file computes, still in torch.

    In evaluation mode, the convolutions holding what normalisation did, the heads divided by their
    temperatures, all weights rounded to float16; normalisation is left as the identity plus the bias.
    """
    result = copy.deepcopy(net).eval()
    for block in result.modules():
        if isinstance(block, nn.Sequential) and isinstance(block[0], nn.Conv2d):
            convolution, norm = pair(block)
            weight, bias = fold(convolution, norm)
            convolution.weight.copy_(weight.half().float())
            mean, variance = statistics(norm)
            mean.zero_()
            variance.fill_(1.0 - norm.eps)
            norm.weight.fill_(1.0)
            norm.bias.copy_(bias.half().float())
    for head, temperature in ((result.digits, digit_temperature), (result.kind, kind_temperature)):
        head.weight.copy_((head.weight / temperature).half().float())
        head.bias.copy_((head.bias / temperature).half().float())
    return result


def parameter_count(net: nn.Module) -> int:
    """Trained numbers."""
    return sum(parameter.numel() for parameter in net.parameters())
