"""The article's networks and its data for PyTorch, with the initial weights, epsilons and momenta of Keras."""

import torch
from torch import nn

LATENT = 100


def norm(kind, channels):
    return kind(channels, eps=1e-3, momentum=0.01)


def generator(w=64):
    return with_keras_weights(
        nn.Sequential(
            nn.Linear(LATENT, 8 * 8 * 4 * w, bias=False),
            norm(nn.BatchNorm1d, 8 * 8 * 4 * w),
            nn.LeakyReLU(0.3),
            nn.Unflatten(1, (4 * w, 8, 8)),
            nn.ConvTranspose2d(4 * w, 2 * w, 5, stride=1, padding=2),
            norm(nn.BatchNorm2d, 2 * w),
            nn.LeakyReLU(0.3),
            nn.ConvTranspose2d(2 * w, w, 5, stride=2, padding=2, output_padding=1),
            norm(nn.BatchNorm2d, w),
            nn.LeakyReLU(0.3),
            nn.ConvTranspose2d(w, 3, 5, stride=2, padding=2, output_padding=1),
            nn.Tanh(),
        )
    )


def discriminator(w=64, dropout=0.3):
    return with_keras_weights(
        nn.Sequential(
            nn.Conv2d(3, w, 5, stride=2, padding=2),
            nn.LeakyReLU(0.3),
            nn.Dropout(dropout),
            nn.Conv2d(w, 2 * w, 5, stride=2, padding=2),
            nn.LeakyReLU(0.3),
            nn.Dropout(dropout),
            nn.Flatten(),
            nn.Linear(8 * 8 * 2 * w, 1),
        )
    )


def with_keras_weights(network):
    for module in network:
        if isinstance(module, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.xavier_uniform_(module.weight)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    return network


def batches(size, memory_format, pictures=1024):
    """An endless stream of shuffled batches of noise, [size, 3, 32, 32] in [-1, 1]."""
    images = torch.rand(pictures, 3, 32, 32).mul_(2).sub_(1).contiguous(memory_format=memory_format)
    while True:
        order = torch.randperm(pictures)
        for start in range(0, pictures - size + 1, size):
            yield images[order[start : start + size]]


def use(device):
    """Everything made from here on lives there; gives the device's name for torch."""
    name = "cuda" if device == "card" else "cpu"
    torch.set_default_device(name)
    return name


def prepare(args, *networks):
    """Threads, memory layout and the compiler, as the variant wants them; gives the layout and the networks."""
    torch.set_num_threads(args.threads)
    memory_format = torch.channels_last if args.variant in ("channels-last", "bfloat16") else torch.contiguous_format
    placed = [network.to(memory_format=memory_format) for network in networks]
    if args.variant == "compile":
        placed = [torch.compile(network) for network in placed]
    return memory_format, placed


def facts(networks):
    trained = {name: sum(p.numel() for p in network.parameters()) for name, network in networks.items()}
    return {"versions": {"torch": torch.__version__}, "threads": torch.get_num_threads(), "trained": trained}
