"""The first page: what there is to do, for this role."""

from __future__ import annotations

from bot.desk.permissions import Permission
from bot.desk.visit import Reply, Visit
from bot.services.worklist import tasks
from bot.storage import directory, review


def page(visit: Visit) -> Reply:
    values: dict[str, object] = {"unmarked": None, "unsure": None, "open_tasks": None, "demo": 0}
    if visit.may(Permission.READ_CONVERSATIONS):
        values["unmarked"] = review.count(visit.desk.records, review.Wish(show=review.UNMARKED_ONLY))
        values["unsure"] = review.count(visit.desk.records, review.Wish(show=review.UNSURE_ONLY))
    if visit.may(Permission.SEE_DIRECTORY):
        values["open_tasks"] = len(tasks(directory.load(visit.desk.records), visit.desk.now().date()))
    values["demo"] = review.count_demo(visit.desk.records)
    return Reply("start.html", values)


def remove_demo(visit: Visit) -> Reply:
    visit.note("remove_demo")
    removed = review.delete_demo(visit.desk.records)
    visit.tell(f"{removed} påhittade samtal är borttagna.")
    return Reply(go_to="/")
