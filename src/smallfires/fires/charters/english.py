"""English words that make people guess what a charter asks of them."""

from __future__ import annotations

import re

from smallfires.fires.charters.words import Pattern, Words

_VOWELS = "aeiou"
_FILLER = (
    r"(?:\s+(?:the|a|an|our|your|their|its|all|more|better|real|new|greater|continuous|lasting|team|business|customer"
    r"|stakeholder|user|staff|employee|patient))*\s+"
)
_ABSTRACT = (
    r"(?:adoption|change|growth|value|results?|performance|engagement|efficienc\w+|improvements?|innovation|outcomes?"
    r"|excellence|impact|quality|success|behaviou?rs?|culture|transformation|sales|revenue|accountability|alignment"
    r"|awareness|productivity|collaboration|synerg\w+|potential|capabilit\w+|experiences?|satisfaction|maturity|momentum"
    r"|strateg\w+|agility|ownership|trust|morale|communication|teamwork|insights?|opportunit\w+|talent|mindsets?)"
)
_WORK = r"(?:process(?:es)?|workflows?|operations?|ways? of working|collaboration|communication)"
_PEOPLE = r"(?:stakeholders?|teams?|people|staff|colleagues|users?|customers?|everyone|leaders?|managers?|employees)"
_THINGS = (
    r"(?:wheels?|pallets?|labels?|shel\w+|racks?|machines?|edges?|margins?|columns?|texts?|ax[ei]s|lasers?|pages?|trays?"
    r"|boxes|panels?|beams?|doors?|mirrors?|sensors?|fixtures?)"
)


def forms(verb: str) -> str:
    """A verb with its endings, as a pattern: ``improve`` gives improve, improves, improved, improving; also ``re-invent``."""
    stem = verb.replace("-", "[- ]?")
    if verb.endswith("ise"):
        return rf"{stem[:-3]}i[sz](?:e[sd]?|ing)"
    if verb.endswith("e"):
        return rf"{stem[:-1]}(?:e[sd]?|ing)"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return rf"{stem[:-1]}(?:y|ies|ied|ying)"
    return rf"{stem}(?:{verb[-1]}?(?:ed|ing)|e?s)?"


def _any(*patterns: str) -> Pattern:
    """Any of the patterns as whole words; a blank in one stands for any blanks."""
    joined = "|".join(pattern.replace(" ", r"\s+") for pattern in patterns)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])", re.IGNORECASE)


def _verbs(*verbs: str) -> tuple[str, ...]:
    return tuple(forms(verb) for verb in verbs)


def _with(verb: str, after: str) -> str:
    """A verb together with what follows it."""
    return rf"{forms(verb)}{after}"


ENGLISH = Words(
    same=_any(
        *_verbs("improve", "optimise", "fine-tune", "streamline", "tweak", "refine"),
        "(?-i:polish)", "polish(?:es|ed|ing)",
        r"optimi[sz]ations?", "(?:continuous |incremental )?improvements?", r"fine-tuning", "incremental(?:ly)?",
        r"(?:make|makes|making|made) (?:\w+ ){0,4}(?:more efficient|leaner)", "kaizen",
    ),
    different=_any(
        *_verbs("re-invent", "re-imagine", "re-think", "revolutionise", "transform", "overhaul", "disrupt"),
        "rethought", "re-?inventions?", r"transformations?", "transformational", "transformative", "revolutionary",
        "disrupti(?:on|ve)", "from scratch", "from the ground up", "radical(?:ly)?", "game[- ]chang(?:ing|er|ers)",
        "paradigm(?: shift)?s?", "breakthroughs?", "moonshots?",
        "(?:completely|entirely|totally|wholly|fundamentally) (?:new|different(?:ly)?)",
        "(?:new|different) (?:operating model|business model|way of working|ways of working)", "start(?:ing)? over",
        rf"re-?buil(?:d|ds|t|ding){_FILLER}(?:\w+ )?(?:{_WORK}|organi[sz]ation|departments?|business|company|functions?|units?)",
    ),
    vague=_any(
        *_verbs(
            "synergise", "ideate", "operationalise", "incentivise", "catalyse", "utilise", "actualise", "conceptualise",
            "empower", "facilitate", "embrace", "evangelise", "spearhead", "innovate", "modernise", "professionalise",
        ),
        *(_with(verb, _FILLER + _WORK) for verb in ("streamline", "improve", "optimise", "rationalise", "simplify")),
        "collaborat(?:e|es|ed|ing) (?:more )?closely",
        forms("leverage") + "(?! ratio)",
        forms("foster") + "(?! (?:care|home|homes|parent|parents|famil|child))",
        _with("align", rf"(?! (?:the |all |each |both )?{_THINGS})(?: (?:on|with|around|behind))?"),
        *(
            _with(verb, _FILLER + _ABSTRACT)
            for verb in (
                "enhance", "elevate", "unlock", "maximise", "strengthen", "boost", "enable", "promote", "support", "nurture",
                "accelerate", "champion", "cultivate", "ensure", "own", "manage", "optimise", "cascade", "deliver",
                "create", "increase",
            )
        ),
        rf"(?:drives?|drove|driven|driving){_FILLER}{_ABSTRACT}",
        rf"{forms('engage')}(?: with|{_FILLER}{_PEOPLE})",
        _with("harness", r"\s+(?:the|our|their)\s+(?:power|potential|energy|strength|data)"),
        "(?:be|become|being) (?:more )?(?:proactive|agile|customer[- ]centric|data[- ]driven|strategic)",
        "(?:move|moving) the needle", "rais(?:e|es|ing) awareness", "(?:take|taking|takes) ownership", "deep[- ]dive",
        "think(?:ing)? outside the box", "low[- ]hanging fruits?", "get(?:ting)? buy[- ]in", "work(?:ing)? smarter",
        "(?:a )?change of mindset",
        r"(?:embed|buil[dt]|creat|establish|instil|develop|shap|liv|chang)(?:s|es?|ed|ing|led|ling|ded|ding)? (?:[\w-]+ ){0,3}"
        r"(?:culture|mindset)s?(?: of [\w-]+)?",
        "break(?:s|ing)? (?:down|up) (?:the )?silos", rf"focus(?:es|ed|ing)? (?:more )?on{_FILLER}{_ABSTRACT}",
        r"(?:work|works|working|operate|operates|operating|act|acts|acting)(?: together)? (?:more )?(?:effectively|efficiently"
        r"|collaboratively|proactively|strategically)", "best practices?", "liv(?:e|es|ing) (?:the|our) values", "socialise the",
    ),
    much=_any(
        "significant(?:ly)?", "substantial(?:ly)?", "considerabl[ey]", "dramatic(?:ally)?", "noticeabl[ey]", "drastic(?:ally)?",
        "markedly", "massive(?:ly)?", "huge(?:ly)?", "greatly", "vastly", "a lot", "tangibl[ey]", "measurabl[ey]",
        "as (?:much|many|far|few|little) as possible",
    ),
    soon=_any(
        "as soon as possible", "soon(?! as)", "asap", "(?:in the )?near future", "eventually", "going forward", "over time",
        "in due course", "in the (?:short|medium|long) (?:run|term)", "sooner or later", "when(?:ever)? possible", "shortly",
        "at some point", "one day", "by and by", "before long",
    ),
    joins=re.compile(r"\s+(?:and|as well as|plus)\s+|\s*&\s*|\s*,\s*(?:and\s+)?|\s*;\s*", re.IGNORECASE),
    outcome=_any(
        "fewer", "less", "more", "lower", "higher", "shorter", "longer", "faster", "quicker", "better", "happier", "cheaper",
        "earlier", "smaller", "greater", "satisfaction", "quality", "costs?", "revenue", "profit", "margin", "turnover",
        "productivity", "engagement", "morale", "retention", "errors?", "complaints", "returns", "defects", "accidents",
        "absences?", "delays?", "rework", "waiting times?", "lead times?", "cycle times?", r"(?:\w+ )?(?:rate|time|score)s?",
        "share", "throughput", "utili[sz]ation", "efficiency", "safety", "trust", "nps", "churn", "sales",
    ),
    moves=_any(
        *_verbs(
            "reduce", "increase", "lower", "raise", "shorten", "halve", "double", "improve", "lift", "decrease", "boost",
            "grow", "speed up", "save", "lessen", "minimise", "maximise", "strengthen", "shrink", "free up",
        ),
        "cuts?", "cutting", "lead(?:s|ing)? to (?:fewer|less|more|lower|higher|better)",
    ),
    negated=re.compile(
        r"\b(?:not|no|nor|never|without|instead of|rather than|neither|don't|doesn't|won't|isn't|avoid(?:s|ing)?)"
        r"(?:\s+\w+){0,2}\s+$",
        re.IGNORECASE,
    ),
)  # fmt: skip
