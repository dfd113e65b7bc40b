"""`make chaos`: break each part of a running Lotsen, see what residents get meanwhile, and how soon it is whole again."""
