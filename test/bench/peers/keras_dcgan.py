"""The article's DCGAN step in Keras under tf.function, as its users write it."""

import keras
import tensorflow as tf

from keras_networks import LATENT, batches, discriminator, facts, generator
from serve import options, serve

args = options()
tf.config.threading.set_intra_op_parallelism_threads(args.threads)
tf.config.threading.set_inter_op_parallelism_threads(args.threads)
if args.variant == "bfloat16":
    keras.mixed_precision.set_global_policy("mixed_bfloat16")

G, D = generator(args.width), discriminator(args.width)
g_optimizer = keras.optimizers.Adam(1e-4, beta_1=0.5)
d_optimizer = keras.optimizers.Adam(1e-4, beta_1=0.5)
g_optimizer.build(G.trainable_variables)
d_optimizer.build(D.trainable_variables)
cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)


def discriminator_loss(images, fakes):
    real, fake = D(images, training=True), D(fakes, training=True)
    return cross_entropy(tf.ones_like(real), real) + cross_entropy(tf.zeros_like(fake), fake)


def generator_loss(fakes):
    fake = D(fakes, training=True)
    return cross_entropy(tf.ones_like(fake), fake)


def noise():
    return tf.random.normal([args.batch, LATENT])


def alternating(images):
    fakes = G(noise(), training=True)
    with tf.GradientTape() as tape:
        d_loss = discriminator_loss(images, fakes)
    d_optimizer.apply_gradients(zip(tape.gradient(d_loss, D.trainable_variables), D.trainable_variables))
    with tf.GradientTape() as tape:
        g_loss = generator_loss(G(noise(), training=True))
    g_optimizer.apply_gradients(zip(tape.gradient(g_loss, G.trainable_variables), G.trainable_variables))
    return d_loss, g_loss


def simultaneous(images):
    with tf.GradientTape() as g_tape:
        fakes = G(noise(), training=True)
        g_loss = generator_loss(fakes)
    with tf.GradientTape() as d_tape:
        d_loss = discriminator_loss(images, tf.stop_gradient(fakes))
    g_gradients = g_tape.gradient(g_loss, G.trainable_variables)
    d_gradients = d_tape.gradient(d_loss, D.trainable_variables)
    g_optimizer.apply_gradients(zip(g_gradients, G.trainable_variables))
    d_optimizer.apply_gradients(zip(d_gradients, D.trainable_variables))
    return d_loss, g_loss


update = alternating if args.update == "alternating" else simultaneous
train_step = tf.function(update, jit_compile=args.variant == "jit")
data = batches(args.batch)


def step():
    d_loss, g_loss = train_step(next(data))
    return [float(d_loss), float(g_loss)]


serve(facts({"generator": G, "discriminator": D}, args.threads), step)
