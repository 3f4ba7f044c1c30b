"""The owner's hand on the server: starts it with its guard, brings both back when they die, stops both."""

from rapport.home.cluster import Cluster
from rapport.home.guard import Guard
from rapport.home.supervise import Say


class Keeper:
    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.guard = Guard(cluster.home)

    def start(self) -> str:
        return self.cluster.start()

    def look(self, say: Say) -> None:
        """Start again what died since the last look. Pages and worker find a restarted database by themselves."""
        if self.guard.process.poll() is not None:
            self.guard = Guard(self.cluster.home)
        if not self.cluster.pid():
            say("The database ended. Starting it again.")
            self.cluster.start()
            say("The database is back; what was committed is there.")

    def stop(self) -> None:
        self.cluster.stop()
        self.guard.dismiss()
