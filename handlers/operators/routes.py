"""What the commands of the command line lead to."""

from __future__ import annotations

from handlers.operators import (
    deadlines,
    departments,
    goods,
    grids,
    invitations,
    people,
    routing,
    stations,
    status,
    trainings,
)
from handlers.route import OperatorRoute, Route

ROUTES: tuple[Route, ...] = (
    OperatorRoute("import-people", people.import_people),
    OperatorRoute("import-grids", grids.import_grids),
    OperatorRoute("import-stations", stations.import_stations),
    OperatorRoute("import-goods", goods.import_goods),
    OperatorRoute("import-routing", routing.import_routing),
    OperatorRoute("explain-route", routing.explain_route),
    OperatorRoute("import-deadlines", deadlines.import_deadlines),
    OperatorRoute("import-departments", departments.import_departments),
    OperatorRoute("offer-training", trainings.offer_training),
    OperatorRoute("invite", invitations.invite),
    OperatorRoute("status", status.report_status),
)
