from __future__ import annotations

from tests.child_process import run_in_child

_INSTALL = "from bot.run import absent\nabsent.install()\n"


def child(code: str) -> str:
    ended = run_in_child(_INSTALL + code, PYTHONWARNINGS="ignore")
    assert ended.returncode == 0, ended.stderr[-800:]
    return ended.stdout.strip()


def test_when_tensorflow_is_imported_then_names_of_any_depth_are_there() -> None:
    child(
        "import tensorflow as tf\n"
        "import tensorflow.keras.layers\n"
        "from tensorflow.python.keras.engine import data_adapter\n"
        "from tensorflow.keras.utils import Sequence\n"
        "import tensorflow_addons as tfa\n"
        "tf.keras.layers.Dense, tfa.text.crf.CrfDecodingRnnCell, data_adapter.TensorLikeDataAdapter\n"
    )


def test_when_classes_are_defined_with_it_then_it_serves_as_base_class_decorator_and_annotation() -> None:
    out = child(
        "import tensorflow as tf\n"
        "from typing import Optional, Union\n"
        "class Layer(tf.keras.layers.Layer):\n"
        "    @tf.function\n"
        "    def call(self, x: tf.Tensor) -> Union[tf.Tensor, tf.RaggedTensor]:\n"
        "        return x\n"
        "    y: Optional[tf.Tensor] = None\n"
        "@tf.keras.utils.register_keras_serializable\n"
        "class Other(tf.keras.Model, extra=1): pass\n"
        "print(Layer.call(None, 3), Other.__name__)\n"
    )
    assert out == "3 Other"


def test_when_anything_is_computed_with_it_then_that_fails_loudly() -> None:
    out = child(
        "import tensorflow as tf\n"
        "for call in (lambda: tf.constant([1, 2]), lambda: tf.keras.layers.Dense(5), lambda: tf.random.set_seed(seed=1),\n"
        "             lambda: tf.config.list_physical_devices(), lambda: tf.zeros(3)):\n"
        "    try:\n"
        "        call()\n"
        "        print('computed')\n"
        "    except absent.AbsentPackageNeeded:\n"
        "        print('refused')\n"
    )
    assert out.split() == ["refused"] * 5


def test_when_a_subclass_is_used_then_that_fails_loudly_too() -> None:
    out = child(
        "import tensorflow as tf\n"
        "class Model(tf.keras.Model): pass\n"
        "try:\n"
        "    Model(1, 2)\n"
        "except absent.AbsentPackageNeeded:\n"
        "    print('refused')\n"
    )
    assert out == "refused"


def test_when_rasa_is_imported_then_no_real_tensorflow_is_loaded() -> None:
    out = child(
        "import sys\n"
        "import rasa.core.agent, rasa.core.policies.rule_policy, rasa.nlu.classifiers.fallback_classifier\n"
        "import rasa.nlu.classifiers.diet_classifier, spacy, thinc.compat\n"
        "print(getattr(sys.modules['tensorflow'], '__version__', 'none'), thinc.compat.has_tensorflow)\n"
    )
    assert out == "none False"


def test_when_tensorflow_is_loaded_already_then_it_says_so_instead_of_hiding_it() -> None:
    ended = run_in_child("import sys, types\nsys.modules['tensorflow'] = types.ModuleType('tensorflow')\n" + _INSTALL)
    assert ended.returncode != 0
    assert "TensorFlow is loaded already" in ended.stderr


def test_when_other_packages_are_missing_then_they_are_still_missing() -> None:
    out = child(
        "import importlib.util\n"
        "print(importlib.util.find_spec('tensorflow_that_is_not_there'), importlib.util.find_spec('kerasx'))\n"
    )
    assert out == "None None"


def test_the_process_that_residents_talk_to_loads_no_client_of_another_service() -> None:
    ended = run_in_child(
        "from bot.run import lean\nlean.prepare()\n"
        "import sys, rasa.cli.run, rasa.core.run, bot.channel.door\n"
        "from bot.run import absent\n"
        "names = {n.split('.')[0] for n, m in sys.modules.items() if getattr(m, '__file__', None)}\n"
        "print(sorted(names & absent.NOT_FOR_RESIDENTS))\n",
        PYTHONWARNINGS="ignore",
    )
    assert ended.stdout.strip() == "[]", ended.stderr[-800:]
