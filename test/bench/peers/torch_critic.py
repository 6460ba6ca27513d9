"""One critic update of a Wasserstein GAN with gradient penalty (Gulrajani et al., 2017) in PyTorch."""

import torch

from serve import options, serve
from torch_networks import LATENT, batches, discriminator, facts, generator, prepare, use

args = options()
device = use(args.device)
memory_format, (G, D) = prepare(args, generator(args.width), discriminator(args.width, dropout=0))
optimizer = torch.optim.Adam(D.parameters(), lr=1e-4, betas=(0.0, 0.9), eps=1e-7, fused=True)
mixed_precision = torch.autocast(device, dtype=torch.bfloat16, enabled=args.variant == "bfloat16")


def penalty(images, fakes):
    share = torch.rand(args.batch, 1, 1, 1)
    mixed = (share * images + (1 - share) * fakes).requires_grad_()
    (slopes,) = torch.autograd.grad(D(mixed).sum(), mixed, create_graph=True)
    return (slopes.float().flatten(1).norm(dim=1) - 1).square().mean()


data = batches(args.batch, memory_format)


def step():
    images = next(data)
    with mixed_precision:
        with torch.no_grad():
            fakes = G(torch.randn(args.batch, LATENT)).float()
        loss = D(fakes).mean() - D(images).mean() + 10 * penalty(images, fakes)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return [loss.item()]


serve(facts({"critic": D}), step)
