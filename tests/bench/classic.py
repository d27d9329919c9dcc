"""The classic design of a sequence engine, to compare with: SQLAlchemy's ORM and an APScheduler job that polls what is
due and commits one by one.

    classic.py FILE KIND DUE STEPS

KIND is `inside` (a check for a response: nothing leaves the app) or `like` (a delivery, sent by a channel that does
nothing). DUE enrollments are due; the first STEPS of them are executed and timed. Prints steps a second.

The same work a step as `bench_sequences.rs`: is the person suppressed, did they reply, one execution row, the enrollment
moves on; for a like also a delivery with its part and its journal, queued before the act and sent after it. Durable as the
app is: a write-ahead log, every commit synced to disk.
"""

import logging
import sys
import time
import uuid

from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy import ForeignKey, String, create_engine, event, exists, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, sessionmaker

DAY = 86_400_000


class Base(DeclarativeBase):
    pass


def key():
    return mapped_column(String(36), primary_key=True, default=lambda: str(uuid.uuid4()))


class Lead(Base):
    __tablename__ = "leads"
    id: Mapped[str] = key()
    name: Mapped[str]
    x: Mapped[str]
    post: Mapped[str]


class Suppression(Base):
    __tablename__ = "suppressions"
    value: Mapped[str] = mapped_column(primary_key=True)


class Reply(Base):
    __tablename__ = "replies"
    id: Mapped[str] = key()
    lead_id: Mapped[str] = mapped_column(ForeignKey("leads.id"), index=True)
    at: Mapped[int]


class Enrollment(Base):
    __tablename__ = "enrollments"
    id: Mapped[str] = key()
    lead_id: Mapped[str] = mapped_column(ForeignKey("leads.id"), index=True)
    state: Mapped[str]
    step: Mapped[str]
    visit: Mapped[int]
    due_at: Mapped[int | None] = mapped_column(index=True)
    updated_at: Mapped[int]
    lead: Mapped[Lead] = relationship()


class Execution(Base):
    __tablename__ = "executions"
    id: Mapped[str] = key()
    enrollment_id: Mapped[str] = mapped_column(ForeignKey("enrollments.id"), index=True)
    visit: Mapped[int]
    step: Mapped[str]
    kind: Mapped[str]
    outcome: Mapped[str]
    delivery_id: Mapped[str | None]
    started_at: Mapped[int]
    finished_at: Mapped[int | None]


class Delivery(Base):
    __tablename__ = "deliveries"
    id: Mapped[str] = key()
    enrollment_id: Mapped[str] = mapped_column(ForeignKey("enrollments.id"), index=True)
    lead_id: Mapped[str]
    action: Mapped[str]
    recipient: Mapped[str]
    reply_to: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    receipt: Mapped[str | None]
    created_at: Mapped[int]
    sent_at: Mapped[int | None]
    parts: Mapped[list["Part"]] = relationship()
    events: Mapped[list["Event"]] = relationship()


class Part(Base):
    __tablename__ = "delivery_parts"
    delivery_id: Mapped[str] = mapped_column(ForeignKey("deliveries.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    state: Mapped[str]


class Event(Base):
    __tablename__ = "delivery_events"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    delivery_id: Mapped[str] = mapped_column(ForeignKey("deliveries.id"), index=True)
    event: Mapped[str]
    at: Mapped[int]


def now():
    return int(time.time() * 1000)


def opened(path):
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _(connection, _record):
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    Base.metadata.create_all(engine)
    return engine


def filled(session, kind, due):
    at = now()
    for begin in range(0, due, 5_000):
        numbers = range(begin, min(begin + 5_000, due))
        leads = [{"id": str(uuid.uuid4()), "name": f"Person {n}", "x": f"person_{n}", "post": str(10**18 + n)}
                 for n in numbers]
        session.execute(Lead.__table__.insert(), leads)
        step = "check" if kind == "inside" else "like"
        session.execute(Enrollment.__table__.insert(), [
            {"id": str(uuid.uuid4()), "lead_id": lead["id"], "state": "active", "step": step, "visit": 0,
             "due_at": at - 1, "updated_at": at} for lead in leads])
        session.commit()


def begun(session, enrollment, kind, outcome, delivery_id=None):
    at = now()
    execution = Execution(enrollment_id=enrollment.id, visit=enrollment.visit, step=enrollment.step, kind=kind,
                          outcome=outcome, delivery_id=delivery_id, started_at=at,
                          finished_at=None if outcome == "queued" else at)
    session.add(execution)
    return execution


def moved_on(enrollment):
    at = now()
    enrollment.visit += 1
    enrollment.step = "later"
    enrollment.due_at = at + DAY
    enrollment.updated_at = at


def execute(session, number, kind):
    enrollment = session.get(Enrollment, number)
    lead = enrollment.lead
    if session.scalar(select(exists().where(Suppression.value == lead.x))):
        enrollment.state, enrollment.due_at = "suppressed", None
        session.commit()
        return
    replied = session.scalar(select(exists().where(Reply.lead_id == lead.id)))
    if kind == "inside":
        begun(session, enrollment, "check", "yes" if replied else "no")
        moved_on(enrollment)
        session.commit()
        return
    at = now()
    delivery = Delivery(id=str(uuid.uuid4()), enrollment_id=enrollment.id, lead_id=lead.id, action="like",
                        recipient=lead.x, reply_to=lead.post, state="queued", created_at=at)
    delivery.parts.append(Part(number=0, text="", state="queued"))
    delivery.events.append(Event(event="queue", at=at))
    session.add(delivery)
    execution = begun(session, enrollment, "like", "queued", delivery.id)
    enrollment.due_at = None
    session.commit()
    # The channel that does nothing.
    at = now()
    delivery.state, delivery.sent_at, delivery.receipt = "sent", at, "Dry run: nothing left this machine"
    delivery.parts[0].state = "accepted"
    delivery.events.append(Event(event="accept", at=at))
    execution.outcome, execution.finished_at = "done", at
    moved_on(enrollment)
    session.commit()


def main():
    path, kind, due, steps = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    sessions = sessionmaker(opened(path))
    with sessions() as session:
        filled(session, kind, due)
    # A poll that takes longer than the pause makes the scheduler complain each second.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BlockingScheduler()
    seconds = []

    def poll():
        begin = time.perf_counter()
        with sessions() as session:
            waiting = session.scalars(select(Enrollment.id).where(Enrollment.state == "active", Enrollment.due_at <= now())
                                      .order_by(Enrollment.due_at).limit(steps)).all()
            for number in waiting:
                execute(session, number, kind)
        seconds.append(time.perf_counter() - begin)
        assert len(waiting) == steps
        scheduler.shutdown(wait=False)

    scheduler.add_job(poll, "interval", seconds=1, max_instances=1)
    scheduler.start()
    with sessions() as session:
        done = session.query(Execution).filter(Execution.finished_at.is_not(None)).count()
        assert done == steps, f"{done} of {steps}"
    print(f"{steps / seconds[0]:.0f}")


main()
