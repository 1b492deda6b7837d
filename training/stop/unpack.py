# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy>=2", "pyopen-wakeword==1.1.0", "tflite==2.18.0"]
# ///
"""Takes the embedding's weights out of the package that carries them, for training to begin with.

uv run training/stop/unpack.py WORK
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import tflite


def main() -> None:
    package = Path(str(import_module("pyopen_wakeword").__file__)).parent
    model = tflite.Model.GetRootAs((package / "models" / "embedding_model.tflite").read_bytes())
    graph = model.Subgraphs(0)

    def constant(index: int) -> np.ndarray:
        tensor = graph.Tensors(index)
        data = model.Buffers(tensor.Buffer()).DataAsNumpy()
        return np.frombuffer(data.tobytes(), np.float32).reshape(tensor.ShapeAsNumpy())

    weights: dict[str, np.ndarray] = {}
    convolution = tflite.BuiltinOperator.CONV_2D
    count = 0
    for n in range(graph.OperatorsLength()):
        operator = graph.Operators(n)
        code = model.OperatorCodes(operator.OpcodeIndex())
        if max(code.BuiltinCode(), code.DeprecatedBuiltinCode()) == convolution:
            weights[f"w{count}"] = constant(operator.Inputs(1))
            weights[f"b{count}"] = constant(operator.Inputs(2))
            count += 1
    work = Path(sys.argv[1])
    work.mkdir(parents=True, exist_ok=True)
    np.savez(work / "emb.npz", **weights)
    print(f"{count} convolutions")


if __name__ == "__main__":
    main()
