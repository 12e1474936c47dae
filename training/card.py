"""The model card: the committed model's figures as JSON beside it and as Markdown for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from inkling.model import CARD_PATH, MODEL_PATH
from training import evaluate, evaluate_numbers
from training.compose import GRADES

FOLDER = Path(__file__).parent
MARKDOWN = "model_card.md"
FIGURES = "model_card.json"
SEEDS = "seeds.json"
"""What `python -m training seeds` found."""

RELIABILITY = "reliability.png"
CONFUSION = "confusion.png"
PLACES = 6
"""Decimal places of the figures that the page carries."""


def report(folder: Path, out: Path | None, write: bool, most: int | None = None) -> dict[str, Any]:
    """Evaluate the model, print the table, and with `write` bring the card up to date.

    folder: the data; out: folder of another model than the package's, and of its card; most: samples of each
    set to look at, all if None.
    """
    model = out / MODEL_PATH.name if out else MODEL_PATH
    description = out / CARD_PATH.name if out else CARD_PATH
    figures = evaluate.evaluate(folder, model, description, most=most)
    print(evaluate.table(figures))
    if write:
        figures["numbers"] = evaluate_numbers.figures(
            folder, model.parent, evaluate_numbers.NUMBER if most is None else most // len(GRADES)
        )
        place = out or FOLDER
        made = json.loads(description.read_text(encoding="utf-8"))
        seeds = FOLDER / SEEDS
        luck = json.loads(seeds.read_text(encoding="utf-8")) if seeds.exists() else {}
        texts = {
            MARKDOWN: markdown(made, figures, luck),
            FIGURES: json.dumps(figures, indent=1) + "\n",
        }
        made |= {"report": on_page(figures), "data": DATA}
        description.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        for name, text in texts.items():
            (place / name).write_text(text, encoding="utf-8")
        # drawing needs matplotlib, evaluating does not
        from training import plots  # noqa: PLC0415

        plots.reliability(figures["calibration"]["bins"], place / RELIABILITY)
        plots.confusion(figures["confusion"], place / CONFUSION)
        print(f"wrote {', '.join(texts)}, {RELIABILITY}, {CONFUSION}")
    return figures


def on_page(figures: dict[str, Any]) -> dict[str, Any]:
    """What "About the model" in the page shows of the figures of `training.evaluate`, rounded to PLACES."""
    calibration = figures["calibration"]
    shown = {
        "sets": figures["sets"],
        "calibration": {name: calibration[name] for name in ("digits", "ece", "ece_interval", "bins")},
        "rejection": figures["rejection"],
        "numbers": figures["numbers"],
    }
    return dict(json.loads(json.dumps(shown), parse_float=lambda text: round(float(text), PLACES)))


def recipe_of(made: dict[str, Any]) -> dict[str, Any]:
    """What a model's fit has in common with its twins' of other seeds and folds; made: `inkling.json`."""
    recipe, plan = made["made_by"]["recipe"], made["made_by"]["plan"]
    return {
        "recipe": {name: value for name, value in recipe.items() if name != "seed"},
        "plan": {name: value for name, value in plan.items() if name not in ("everyone", "fold")},
    }


def markdown(made: dict[str, Any], figures: dict[str, Any], luck: dict[str, Any]) -> str:
    """The card. made: `inkling.json`; figures: of `training.evaluate`; luck: `seeds.json`, empty for none."""
    calibration = figures["calibration"]
    low, high = calibration["ece_interval"]
    recipe = made["made_by"]["recipe"]
    return "\n".join(
        [
            "# Model card",
            "",
            "Written by `python -m training card`; edit `training/card.py` instead.",
            "",
            "A convolutional net that reads one handwritten digit in a 28x28 picture, with four planes of where the",
            "pen was heading if strokes are known, and says whether it is one digit, no digit, or several.",
            "",
            f"- file: `py/inkling/model/inkling.onnx`, {made['bytes']:,} bytes, {made['parameters']:,} parameters",
            f"- sha256: `{made['sha256']}`",
            (
                f"- fit: {recipe['steps']:,} steps of {recipe['batch']} pictures, Muon and AdamW, a level rate and a "
                f"straight fall over {recipe['cool_down']:,} steps, averaged weights, seed {recipe['seed']}; "
                f"{recipe['distil']:.0%} of the truth from a teacher four times its size"
            ),
            "- fitted on the held-out writers too; temperatures and threshold are those of its twin without them",
            (
                f"- refused below P(one digit) = {made['thresholds']['kind_digit_min']:.3f}; temperatures "
                f"{made['temperature']['digits']:.3f} (digits) and {made['temperature']['kind']:.3f} (kind)"
            ),
            f"- largest difference of a probability, torch against onnxruntime: {made['torch_difference']:.1e}",
            "",
            "## Reading digits",
            "",
            "People and devices that were neither trained nor chosen on; 95 % intervals after Wilson.",
            "",
            "| set | digits | right | 95 % interval | refused |",
            "|---|---:|---:|---|---:|",
            *(
                f"| {name} | {row['digits']:,} | {row['accuracy']:.2%} "
                f"| {row['interval'][0]:.2%} to {row['interval'][1]:.2%} | {row['refused']:.2%} |"
                for name, row in figures["sets"].items()
            ),
            "",
            *_luck(luck, recipe_of(made)),
            "Ink sets together, drawn in whole canvas pixels:",
            "",
            "| size and place | right |",
            "|---|---:|",
            *(f"| {name} | {value:.2%} |" for name, value in figures["placement"].items()),
            "",
            "The same with the pen's headings, which are part of what the model sees:",
            "",
            "| headings | right |",
            "|---|---:|",
            *(f"| {name} | {value:.2%} |" for name, value in figures["headings"].items()),
            "",
            "## Confidence",
            "",
            (
                f"Over the {calibration['digits']:,} digits of the ink sets: expected calibration error "
                f"{calibration['ece']:.2%} (15 equally filled bins, 95 % bootstrap interval {low:.2%} to {high:.2%}), "
                f"negative log likelihood {calibration['nll']:.4f}, Brier score {calibration['brier']:.4f}."
            ),
            "",
            "![Reliability diagram](reliability.png)",
            "![Confusion matrix](confusion.png)",
            "",
            "## Refusing what is no digit",
            "",
            "Look-alikes that people cannot tell from digits either (O, l, Z, ...) are left out. AUROC is of",
            "P(one digit) against the pooled ink digits; the last columns are shares refused at the product's",
            "threshold and at the threshold that refuses 1 % of these digits.",
            "",
            "| what | samples | AUROC | refused | refused at 1 % of digits |",
            "|---|---:|---:|---:|---:|",
            *(
                f"| {name} | {row['samples']:,} | {row['auroc']:.4f} | {row['refused']:.1%} "
                f"| {row['refused_at_one_per_cent']:.1%} |"
                for name, row in figures["rejection"].items()
                if isinstance(row, dict)
            ),
            "",
            "Doodles and alphabets are held-out drawings of sets that were also trained on; letters and symbols",
            "are by contributors never seen.",
            "",
            *_numbers(figures["numbers"]),
            "## Data",
            "",
            "| set | licence | used for |",
            "|---|---|---|",
            *(f"| {row['set']} | {row['licence']} | {row['use']} |" for row in DATA),
            "",
            "## Limits",
            "",
            "- The network reads one digit at a time; Western Arabic digits only.",
            "- O and 0, l and 1, Z and 2, S and 5 look alike; the model reads them as digits.",
            "- Small pictures of few pixels are read worse than ink: see Semeion above.",
            "- Confidence is calibrated on ink of held-out writers; photos were not used.",
            "",
        ]
    )


def _numbers(found: dict[str, Any]) -> list[str]:
    """What the reader of whole numbers makes of the model's answers."""
    low, high = found["ece_interval"]
    return [
        "## Whole numbers",
        "",
        f"Strings of one unseen writer's digits each, {found['count']} of each kind, and real ones, right as a whole.",
        "",
        "| strings | 2 to 4 digits | 5 to 8 digits |",
        "|---|---:|---:|",
        *(f"| {row['name']} | {row['few']:.1%} | {row['many']:.1%} |" for row in found["grades"]),
        "",
        "| other | right |",
        "|---|---:|",
        *(f"| {name} | {share:.1%} |" for name, share in found["other"].items()),
        f"| UNIPEN's numbers, by contributors never seen | {found['real']:.1%} |",
        "",
        f"Expected calibration error of a whole number's confidence: {found['ece']:.2%} ({low:.2%} to {high:.2%}).",
        "",
    ]


def _luck(luck: dict[str, Any], recipe: dict[str, Any]) -> list[str]:
    """The table of several seeds, nothing where they were not fitted."""
    if not luck:
        return []
    fit = "The same fit" if luck.get("fit") == recipe else "The fit of the recipe before this one"
    return [
        f"{fit} with three seeds, each without the held-out writers of another fold (`python -m training seeds`):",
        "",
        "| set | mean | each |",
        "|---|---:|---|",
        *(
            f"| {name} | {sum(shares) / len(shares):.2%} | {', '.join(f'{share:.2%}' for share in shares)} |"
            for name, shares in luck["accuracy"].items()
        ),
        "",
    ]


DATA = [
    {"set": name, "licence": licence, "use": use}
    for name, licence, use in (
        (
            "MNIST",
            "CC BY-SA 3.0",
            "training set fit, its last 15,000 choice in three folds; test set reported",
        ),
        (
            "UCI Pendigits (original strokes)",
            "CC BY 4.0",
            "30 writers fit, 11 of them choice in three folds; 14 others reported",
        ),
        (
            "UJI Pen Characters v2, digits",
            "CC BY 4.0",
            "40 writers fit, 21 of them choice in three folds; 20 others reported",
        ),
        (
            "UNIPEN train_r01_v07, digits, letters, symbols",
            "CC BY 4.0 (Zenodo); its CD's notice says research use",
            (
                "contributors apa, apb, gmd, ibm, syn, uqb, val fit, of them all but apb, syn choice in three folds; "
                "aga, app, art reported"
            ),
        ),
        ("Quick, Draw!", "CC BY 4.0", "90 % fit, 10 % choice and reported"),
        ("Omniglot", "MIT", "90 % of writers fit, 10 % choice and reported"),
        ("UCI optdigits, Semeion", "CC BY 4.0", "reported"),
        ("scribbles, parts of digits, several digits", "made by the project", "fit"),
    )
]
"""What the model learnt from (fit), was chosen on (by fits that have not seen that part), and is reported on."""
