"""Agencies of the Federal Register by the names that people type: BIS is industry-and-security-bureau. Pure."""

from __future__ import annotations

import re
from typing import Final


def slug(name: str) -> str:
    """Return a name in the form of the Federal Register's slugs.

    Law: ``slug(slug(n)) == slug(n)``.
    """
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def names(agency: str) -> tuple[str, ...]:
    """Return all names that people type for the agency with this slug, in lower case, the slug last."""
    short, *more = _NAMES.get(agency, ("",))
    spoken = agency.replace("-", " ")
    return (*(name for name in dict.fromkeys((short.lower(), *more, spoken)) if name and name != agency), agency)


def shown(agency: str) -> str:
    """Return the name to display: the short name if there is one, else the slug's words."""
    short = _NAMES.get(agency, ("",))[0]
    words = agency.split("-")
    return short or " ".join(word if word in _SMALL else word.capitalize() for word in words)


def most_telling(agencies: tuple[str, ...]) -> tuple[str, ...]:
    """Return the agencies without parent departments, or all of them if there are only such."""
    own = tuple(agency for agency in agencies if agency not in _PARENTS)
    return own or agencies


_SMALL: Final = frozenset(("and", "of", "the", "for", "on", "in", "to"))
_NAMES: Final = {
    "industry-and-security-bureau": ("BIS", "bureau of industry and security"),
    "international-trade-administration": ("ITA", "international trade administration"),
    "trade-representative-office-of-united-states": (
        "USTR",
        "united states trade representative",
        "office of the united states trade representative",
    ),
    "international-trade-commission": ("USITC", "itc", "us international trade commission"),
    "u-s-customs-and-border-protection": ("CBP", "customs and border protection"),
    "customs-and-border-protection": ("CBP", "us customs and border protection"),
    "foreign-assets-control-office": ("OFAC", "office of foreign assets control"),
    "foreign-trade-zones-board": ("FTZB", "ftz", "foreign trade zones board"),
    "census-bureau": ("Census", "bureau of the census"),
    "commerce-department": ("Commerce", "doc", "department of commerce"),
    "treasury-department": ("Treasury", "department of the treasury"),
    "state-department": ("State", "department of state"),
    "homeland-security-department": ("DHS", "department of homeland security"),
    "agriculture-department": ("USDA", "department of agriculture"),
    "energy-department": ("DOE", "department of energy"),
    "defense-department": ("DOD", "department of defense"),
    "labor-department": ("DOL", "department of labor"),
    "transportation-department": ("DOT", "department of transportation"),
    "interior-department": ("DOI", "department of the interior"),
    "health-and-human-services-department": ("HHS", "department of health and human services"),
    "justice-department": ("DOJ", "department of justice"),
    "executive-office-of-the-president": ("EOP", "white house", "president"),
    "food-and-drug-administration": ("FDA",),
    "environmental-protection-agency": ("EPA",),
    "federal-maritime-commission": ("FMC",),
    "animal-and-plant-health-inspection-service": ("APHIS",),
    "food-safety-and-inspection-service": ("FSIS",),
    "foreign-agricultural-service": ("FAS",),
    "agricultural-marketing-service": ("AMS",),
    "national-highway-traffic-safety-administration": ("NHTSA",),
    "fish-and-wildlife-service": ("FWS",),
    "national-oceanic-and-atmospheric-administration": ("NOAA",),
    "national-institute-of-standards-and-technology": ("NIST",),
    "patent-and-trademark-office": ("USPTO",),
    "federal-communications-commission": ("FCC",),
    "internal-revenue-service": ("IRS",),
    "alcohol-and-tobacco-tax-and-trade-bureau": ("TTB",),
    "consumer-product-safety-commission": ("CPSC",),
    "surface-transportation-board": ("STB",),
    "export-import-bank": ("EXIM",),
    "securities-and-exchange-commission": ("SEC",),
    "nuclear-regulatory-commission": ("NRC",),
    "federal-trade-commission": ("FTC",),
    "defense-trade-controls-directorate": ("DDTC", "directorate of defense trade controls"),
    "investment-security-office": ("CFIUS", "office of investment security"),
}
"""Names by slug: the first is displayed, the others are in lower case."""
_PARENTS: Final = frozenset(
    agency for agency in _NAMES if agency.endswith("-department") or agency == "executive-office-of-the-president"
)
