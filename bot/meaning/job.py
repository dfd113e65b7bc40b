"""Does somebody write in their job, about a person in their charge? The learnt recogniser misses unusual jobs."""

from __future__ import annotations

import re

from bot.meaning.normalise import without_dots

_AT_WORK = re.compile(
    r"\b(?:jag )?(?:jobbar|arbetar) (?:\w+ ){0,2}(?:i|pa|som|inom|med|at|for)\b|\b(?:i mitt (?:jobb|arbete)|pa (?:jobbet|mitt jobb|var arbetsplats|praktiken))\b"
    r"|\bjag (?:ar|e) (?:\w+ ){0,2}(?:chef|larare|mentor|kurator|rektor|skoterska|sjukskoterska|skolskoterska|barnmorska|lakare|tandlakare|psykolog|"
    r"socionom|handlaggare|behandlare|tranare|coach|ledare|fritidsledare|falt\w+|forskollarare|elevassistent|underskoterska|undersko\w*|hr\w*|"
    r"arbetsledare|butikschef|frisor|vaktmastare|vaktare|polis|diakon|prast|imam|tolk|stodpedagog|boendestodjare|personlig assistent)\b"
)
_IN_CHARGE = re.compile(
    r"\b(?:en av )?(?:min|mina|var|vara|mitt|en|ett|nagon av|tva|flera) (?:\w+ )?(?:elev|eleven|elever|anstalld|anstallda|medarbetare|patient|patienter|klient|klienter|"
    r"brukare|brukaren|boende|gubbar|tanter|kunder?|spelare|deltagare|studerande|ungdomar|forskolebarn|barn i (?:klassen|gruppen|laget)|"
    r"flicka i (?:klassen|gruppen|laget)|pojke i (?:klassen|gruppen|laget)|kille i laget|tjej i laget|kvinna (?:som|pa|hos oss))\b"
    r"|\b(?:eleven|elevens|patienten|klienten|brukaren|den anstallda)\b"
)


def writes_in_job(normalised: str) -> bool:
    """True when the text says where its writer works and whom they have in their charge there.

    `normalised` comes from bot.meaning.normalise.
    """
    text = without_dots(normalised)
    return bool(_AT_WORK.search(text) and _IN_CHARGE.search(text))
