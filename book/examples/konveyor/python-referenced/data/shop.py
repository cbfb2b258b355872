from pickle import dump


def save(cart, path):
    with open(path, "wb") as target:
        dump(cart, target)
