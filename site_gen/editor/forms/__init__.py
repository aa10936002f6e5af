"""Forms made from the models that the checks use."""
