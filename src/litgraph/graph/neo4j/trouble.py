"""Neo4j's troubles told as litgraph's: each names the server's address and the setting to check."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import ConfigurationError, DriverError, Neo4jError, UnsupportedServerProduct

from litgraph.errors import InputError, KeyRefused, LitgraphError, OutOfReach
from litgraph.graph.neo4j.server import Server
from litgraph.graph.neo4j.watch import greet

OLDEST = 5  # the first version whose Cypher has what is asked here

# By the beginning of the server's code (https://neo4j.com/docs/status-codes/current/errors/).
_REFUSED = ("Neo.ClientError.Security",)
_CLASH = ("Neo.ClientError.Schema", "Neo.DatabaseError.Schema")
_NO_DATABASE = ("Neo.ClientError.Database",)
_MEMORY = (
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    "Neo.TransientError.General.OutOfMemoryError",
    "Neo.TransientError.General.StackOverFlowError",
    "Neo.TransientError.General.TransactionMemoryLimit",
)
_TOO_LONG = ("Neo.ClientError.Transaction.TransactionTimedOut",)
_NO_BOLT = "nothing there answers in Bolt"
_STATEMENT = ("Neo.ClientError.Statement", "Neo.ClientError.Procedure", "Neo.ClientError.Request")


@contextmanager
def translated(server: Server) -> Iterator[None]:
    """Tell what the driver, the server or the network complains of as a `LitgraphError`."""
    try:
        yield
    except LitgraphError:
        raise
    except Neo4jError as error:
        raise told_by_server(server, error) from error
    except UnsupportedServerProduct as error:
        raise _unsupported(server, error) from error
    except ConfigurationError as error:
        raise InputError(
            f"The address {server.uri} cannot be used: {_line(error)}. Check LITGRAPH_NEO4J_URI."
        ) from error
    except DriverError as error:
        raise out_of_reach(server, error) from error
    except Exception as error:
        # The driver lets some errors of its private modules out, and those of a socket or a name.
        if isinstance(error, OSError) or type(error).__module__.partition(".")[0] == "neo4j":
            raise out_of_reach(server, error) from error
        raise


def told_by_server(server: Server, error: Neo4jError) -> LitgraphError:
    """Say in one line what the server complains of and what to do."""
    code, at = error.code or "", f"Neo4j at {server.uri}"
    if code.startswith(_REFUSED):
        return _refused(server, error)
    if code.startswith(_NO_DATABASE):
        return InputError(f"{at} has no database '{server.database}'. Check LITGRAPH_NEO4J_DATABASE.")
    if code.startswith(_CLASH):
        return InputError(
            f"{at} holds data in the database '{server.database}' that clash with litgraph's constraints: "
            f"{_line(error)}. Set LITGRAPH_NEO4J_PREFIX, or LITGRAPH_NEO4J_DATABASE to another database."
        )
    if is_memory(error):
        return OutOfReach(
            f"{at} ran out of memory: {_line(error)}. Ask for less at once, or raise server.memory.heap.max_size or "
            "dbms.memory.transaction.total.max in its neo4j.conf (LITGRAPH_NEO4J_URI says which server is meant)."
        )
    if code.startswith(_TOO_LONG):
        return OutOfReach(
            f"{at} ended what took longer than allowed. Ask for less, or raise LITGRAPH_NEO4J_QUERY_TIMEOUT "
            "(--timeout for one statement)."
        )
    if code.startswith(_STATEMENT):
        return InputError(f"{at} refuses the statement: {_line(error)}.")
    if code.startswith("Neo.TransientError"):
        return OutOfReach(f"{at} could not answer now: {_line(error)}. Run again, or check LITGRAPH_NEO4J_URI.")
    return LitgraphError(f"{at} failed: {_line(error)} ({code}). Look into its logs, or check LITGRAPH_NEO4J_URI.")


def is_memory(error: Neo4jError | DriverError) -> bool:
    """Tell whether the server lacked memory for what was asked: it would again."""
    return isinstance(error, Neo4jError) and (error.code or "").startswith(_MEMORY)


def is_deadlock(error: Neo4jError | DriverError) -> bool:
    """Tell whether a transaction lost against another that locks the same nodes."""
    return isinstance(error, Neo4jError) and error.code == "Neo.TransientError.Transaction.DeadlockDetected"


def out_of_reach(server: Server, error: BaseException) -> OutOfReach:
    """Say that the server does not answer, or stopped to, with the innermost reason that is known."""
    return OutOfReach(
        f"Neo4j at {server.uri} is out of reach: {_reason(error)}. Start it, or check LITGRAPH_NEO4J_URI."
    )


def too_old(server: Server, version: str) -> InputError:
    """Say that the server's version is none that litgraph can use."""
    return InputError(
        f"Neo4j at {server.uri} is {version}; litgraph needs {OLDEST}.0 or newer. Upgrade it, or check "
        "LITGRAPH_NEO4J_URI."
    )


def _unsupported(server: Server, error: UnsupportedServerProduct) -> LitgraphError:
    """Tell a server that knows none of our Bolt's versions, and says so, from one that speaks something else."""
    try:
        reply = greet(server)
    except OSError:
        reply = b""
    if reply[:2] == b"\0\0":  # no version, or an older one as the two last bytes
        return too_old(server, "of a version whose Bolt litgraph does not know")
    return out_of_reach(server, OSError(0, _NO_BOLT))


def _refused(server: Server, error: Neo4jError) -> KeyRefused:
    who = f"Neo4j at {server.uri} refused the user '{server.user}'"
    if error.code == "Neo.ClientError.Security.Forbidden":
        return KeyRefused(f"{who} this: {_line(error)}. Give the user the right, or check LITGRAPH_NEO4J_USER.")
    if error.code == "Neo.ClientError.Security.CredentialsExpired":
        return KeyRefused(f"{who}: the password must be changed first. Change it, and set LITGRAPH_NEO4J_PASSWORD.")
    if error.code == "Neo.ClientError.Security.AuthenticationRateLimit":
        return KeyRefused(f"{who} after too many tries. Wait some seconds, and check LITGRAPH_NEO4J_PASSWORD.")
    if not server.password:
        return KeyRefused(f"{who} without a password. Set LITGRAPH_NEO4J_PASSWORD.")
    return KeyRefused(f"{who} or the password. Check LITGRAPH_NEO4J_USER and LITGRAPH_NEO4J_PASSWORD.")


def _reason(error: BaseException) -> str:
    text = _line(error)
    if "handshake" in text or "looks like HTTP" in text:
        return _NO_BOLT
    if "routing information" in text:
        return "none of its members answers with a routing table (a single server is also asked by bolt:// addresses)"
    if "encrypted connection" in text:
        return "no encrypted connection could be made (the schemes bolt and neo4j are unencrypted, +s and +ssc are)"
    if "defunct connection" in text:
        return "the connection was lost"
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror[0].lower() + cause.strerror[1:]
        cause = cause.__cause__ or cause.__context__
    return text


def _line(error: BaseException) -> str:
    """Give what an error says, in one line without a full stop."""
    said = (error.message if isinstance(error, Neo4jError) else str(error)) or type(error).__name__
    return " ".join(said.split()).rstrip(".")
