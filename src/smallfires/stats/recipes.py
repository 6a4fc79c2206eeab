"""Settings of one estimator of what would have been, by their names."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Recipe:
    """A setting of the estimator.

    Attributes:
        name: what it is called in the registry of estimators.
        title: its name in words.
        source: where it is described.
        fit_units: whether others are weighted to fit, or all count the same.
        ridge: whether unit weights are spread by the noise's ridge, or by the smallest one.
        level: whether the lit units may be at another level than their others.
        fit_periods: whether the periods before are weighted to predict those after, or all count the same.
        mixed: whether their weights are mixed out of several ways, see ``stacking``; where others are too few for that, they are
            those that ``fit_periods`` gives.
    """

    name: str
    title: str
    source: str
    fit_units: bool = True
    ridge: bool = False
    level: bool = True
    fit_periods: bool = False
    mixed: bool = False


SDID = Recipe(
    "sdid",
    "synthetic difference-in-differences",
    "Arkhangelsky et al. (2021), American Economic Review 111: 4088-4118",
    ridge=True,
    fit_periods=True,
)
STACKED = replace(
    SDID,
    name="stacked",
    title="stacked synthetic difference-in-differences",
    source=f"{SDID.source}; Athey, Bayati, Imbens and Qu (2019), AEA Papers and Proceedings 109: 65-70",
    mixed=True,
)
SC = Recipe("sc", "synthetic control", "Abadie, Diamond and Hainmueller (2010), JASA 105: 493-505", level=False)
DIFP = Recipe("difp", "synthetic control with a level of its own", "Doudchenko and Imbens (2016), NBER 22791")
DID = Recipe("did", "difference-in-differences", "Card and Krueger (1994), AER 84: 772-793", fit_units=False)
RECIPES = {recipe.name: recipe for recipe in (STACKED, SDID, SC, DIFP, DID)}
