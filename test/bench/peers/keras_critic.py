"""One critic update of a Wasserstein GAN with gradient penalty (Gulrajani et al., 2017) in Keras under tf.function."""

import keras
import tensorflow as tf

from keras_networks import LATENT, batches, discriminator, facts, generator
from serve import options, serve

args = options()
tf.config.threading.set_intra_op_parallelism_threads(args.threads)
tf.config.threading.set_inter_op_parallelism_threads(args.threads)
if args.variant == "bfloat16":
    keras.mixed_precision.set_global_policy("mixed_bfloat16")

G, D = generator(args.width), discriminator(args.width, dropout=0)
optimizer = keras.optimizers.Adam(1e-4, beta_1=0.0, beta_2=0.9)
optimizer.build(D.trainable_variables)


def penalty(images, fakes):
    share = tf.random.uniform([args.batch, 1, 1, 1])
    mixed = share * images + (1 - share) * fakes
    with tf.GradientTape() as tape:
        tape.watch(mixed)
        scores = D(mixed, training=True)
    slopes = tape.gradient(scores, mixed)
    norms = tf.sqrt(tf.reduce_sum(tf.square(slopes), axis=[1, 2, 3]))
    return tf.reduce_mean(tf.square(norms - 1))


@tf.function(jit_compile=args.variant == "jit")
def train_step(images):
    fakes = tf.cast(G(tf.random.normal([args.batch, LATENT]), training=True), tf.float32)
    with tf.GradientTape() as tape:
        distance = tf.reduce_mean(D(fakes, training=True)) - tf.reduce_mean(D(images, training=True))
        loss = distance + 10 * penalty(images, fakes)
    optimizer.apply_gradients(zip(tape.gradient(loss, D.trainable_variables), D.trainable_variables))
    return loss


data = batches(args.batch)


def step():
    return [float(train_step(next(data)))]


serve(facts({"critic": D}, args.threads), step)
