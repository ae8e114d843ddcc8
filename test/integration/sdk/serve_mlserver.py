"""`mlserver start FOLDER` with the SDK mounted: MLServer makes its application itself, before it looks at any model."""

import sys

import lockstep
import mlserver.rest.server
from mlserver.cli import main

make_app = mlserver.rest.server.create_app
mlserver.rest.server.create_app = lambda *given, **named: lockstep.mount(make_app(*given, **named), extra={"decision.value:threshold": 0.5})

if __name__ == "__main__":
    sys.argv[0] = "mlserver"
    main()
