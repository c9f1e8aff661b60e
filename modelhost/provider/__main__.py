"""The Pulumi provider `modelhost`; the engine starts this folder, named under Pulumi.yaml's `plugins.providers`."""

import sys


def main() -> None:
    """Serve the SageMaker resources.

    Python puts a folder that it runs first on the path, where the `resource` and `config` of this one would hide
    modules of others, so the imports wait until it is off.
    """
    sys.path.pop(0)
    from importlib.metadata import version

    from modelhost.provider.sagemaker import resources
    from modelhost.provider.server import serve

    serve(resources(), version=version("modelhost"))


if __name__ == "__main__":
    main()
