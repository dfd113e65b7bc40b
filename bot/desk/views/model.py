"""The model: train a candidate with the approved examples, see what got better and worse, switch over, or go back."""

from __future__ import annotations

import time

from bot.desk import teaching
from bot.desk.visit import Refused, Reply, Visit
from bot.run import candidate, switch
from bot.storage import proposals
from bot.storage.proposals import APPROVED, Example


def page(visit: Visit) -> Reply:
    progress, outcomes = candidate.progress(), candidate.comparison()
    done = progress is not None and progress.step == "done" and bool(outcomes)
    return Reply(
        "model.html",
        {
            "approved": len(proposals.read(visit.desk.own, APPROVED)),
            "busy": _busy(progress),
            "step": progress.step if progress else None,
            "minutes": int((time.time() - progress.begun) // 60) if progress else 0,
            "outcomes": outcomes if done else [],
            "faults": candidate.faults(outcomes) if done else [],
            "can_go_back": switch.can_switch_back(),
        },
    )


def train(visit: Visit) -> Reply:
    if _busy(candidate.progress()):
        raise Refused("En träning pågår redan.")
    approved = proposals.read(visit.desk.own, APPROVED)
    if not approved:
        raise Refused("Det finns inga godkända exempel att träna på.")
    visit.note("train", f"{len(approved)} exempel")
    teaching.write_lines(candidate.LEARNT, (Example(p.text, p.topic, p.urgency, p.who) for p in approved))
    candidate.start()
    return Reply(go_to="/modell")


def switch_on(visit: Visit) -> Reply:
    try:
        switch.check()
        visit.note("switch")
        switch.switch_on()
    except switch.MayNotSwitch as error:
        raise Refused(str(error)) from None
    visit.tell("Den nya modellen används inom tio sekunder. Du kan ta tillbaka den förra här.")
    return Reply(go_to="/modell")


def switch_back(visit: Visit) -> Reply:
    if not switch.can_switch_back():
        raise Refused("Det finns ingen tidigare modell.")
    visit.note("switch_back")
    switch.switch_back()
    visit.tell("Den förra modellen används igen inom tio sekunder.")
    return Reply(go_to="/modell")


def _busy(progress: candidate.Progress | None) -> bool:
    return progress is not None and progress.step in ("waiting", "training", "comparing")
