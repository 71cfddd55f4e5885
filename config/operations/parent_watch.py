import os
import signal
import threading
import time

PARENT_CHECK_SECONDS = 0.5


def stop_with_parent(parent: int) -> None:
    """Ends this process, as SIGTERM does, when the process with the id `parent` is not its parent any more."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_CHECK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
