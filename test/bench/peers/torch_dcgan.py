"""The article's DCGAN step in PyTorch, as its users write it."""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from serve import options, serve
from torch_networks import LATENT, batches, discriminator, facts, generator, prepare, use

args = options()
device = use(args.device)
memory_format, (G, D) = prepare(args, generator(args.width), discriminator(args.width))
adam = {"lr": 1e-4, "betas": (0.5, 0.999), "eps": 1e-7, "fused": True}
g_optimizer = torch.optim.Adam(G.parameters(), **adam)
d_optimizer = torch.optim.Adam(D.parameters(), **adam)
ones, zeros = torch.ones(args.batch, 1), torch.zeros(args.batch, 1)
mixed = torch.autocast(device, dtype=torch.bfloat16, enabled=args.variant == "bfloat16")


def discriminator_loss(images, fakes):
    return cross_entropy(D(images), ones) + cross_entropy(D(fakes), zeros)


def generator_loss(fakes):
    return cross_entropy(D(fakes), ones)


def noise():
    return torch.randn(args.batch, LATENT)


def update(optimizer, network, loss):
    """inputs: the other network's weights need no gradients."""
    optimizer.zero_grad()
    loss.backward(inputs=list(network.parameters()))
    optimizer.step()


def alternating(images):
    with mixed:
        with torch.no_grad():
            fakes = G(noise())
        d_loss = discriminator_loss(images, fakes)
    update(d_optimizer, D, d_loss)
    with mixed:
        g_loss = generator_loss(G(noise()))
    update(g_optimizer, G, g_loss)
    return d_loss, g_loss


def simultaneous(images):
    with mixed:
        fakes = G(noise())
        g_loss = generator_loss(fakes)
        d_loss = discriminator_loss(images, fakes.detach())
    g_optimizer.zero_grad()
    d_optimizer.zero_grad()
    g_loss.backward(inputs=list(G.parameters()))
    d_loss.backward(inputs=list(D.parameters()))
    g_optimizer.step()
    d_optimizer.step()
    return d_loss, g_loss


train_step = alternating if args.update == "alternating" else simultaneous
data = batches(args.batch, memory_format)


def step():
    return [loss.item() for loss in train_step(next(data))]


serve(facts({"generator": G, "discriminator": D}), step)
