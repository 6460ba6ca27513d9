"""The article's networks and its data for Keras."""

import keras
import tensorflow as tf
from keras import layers

LATENT = 100


def generator(w=64):
    return keras.Sequential(
        [
            keras.Input([LATENT]),
            layers.Dense(8 * 8 * 4 * w, use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.3),
            layers.Reshape([8, 8, 4 * w]),
            layers.Conv2DTranspose(2 * w, 5, strides=1, padding="same"),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.3),
            layers.Conv2DTranspose(w, 5, strides=2, padding="same"),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.3),
            layers.Conv2DTranspose(3, 5, strides=2, padding="same", activation="tanh"),
        ]
    )


def discriminator(w=64, dropout=0.3):
    return keras.Sequential(
        [
            keras.Input([32, 32, 3]),
            layers.Conv2D(w, 5, strides=2, padding="same"),
            layers.LeakyReLU(0.3),
            layers.Dropout(dropout),
            layers.Conv2D(2 * w, 5, strides=2, padding="same"),
            layers.LeakyReLU(0.3),
            layers.Dropout(dropout),
            layers.Flatten(),
            layers.Dense(1),
            layers.Activation("linear", dtype="float32"),  # the loss stays in float32 under mixed precision
        ]
    )


def batches(size, pictures=1024):
    """An endless stream of shuffled batches of noise, [size, 32, 32, 3] in [-1, 1]."""
    images = tf.random.uniform([pictures, 32, 32, 3], -1, 1)
    dataset = tf.data.Dataset.from_tensor_slices(images).shuffle(pictures).repeat()
    return iter(dataset.batch(size, drop_remainder=True).prefetch(2))


def trained(network):
    """How many numbers training changes."""
    return sum(int(tf.size(weight)) for weight in network.trainable_variables)


def facts(networks, threads):
    versions = {"keras": keras.__version__, "tensorflow": tf.__version__}
    used = tf.config.threading.get_intra_op_parallelism_threads() or threads
    return {"versions": versions, "threads": used, "trained": {name: trained(net) for name, net in networks.items()}}
