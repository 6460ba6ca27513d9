/**
 * The references of the course's article, as it prints them, beside the papers that they should name.
 *
 * Checked against the proceedings' own pages (openaccess.thecvf.com, papers.neurips.cc), arXiv and the projects' own
 * citation files, 2026-11.
 */

export interface Citation {
  /** Family names, with initials where they matter: "Brock, P.". */
  readonly authors: readonly string[];
  readonly title: string;
  /** Short name of the conference, journal or site. */
  readonly venue: string;
  readonly year: number;
  /** Page numbers, arXiv number. */
  readonly identifier?: string;
}

export interface ArticleReference {
  /** Its number in the article. */
  readonly number: number;
  /** As printed there. */
  readonly cited: Citation;
  /** The paper that is meant. */
  readonly paper: Citation;
  /** In words: what is not right. */
  readonly wrong: string;
  /** The chapter that teaches the paper, by its number. */
  readonly chapter: string;
}

const styleGan: Citation = {
  authors: ["Karras", "Laine", "Aila"],
  title: "A Style-Based Generator Architecture for Generative Adversarial Networks",
  venue: "CVPR",
  year: 2019,
  identifier: "pp. 4401-4410, arXiv:1812.04948",
};

const cycleGan: Citation = {
  authors: ["Zhu, J.-Y.", "Park", "Isola", "Efros"],
  title: "Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial Networks",
  venue: "ICCV",
  year: 2017,
  identifier: "pp. 2223-2232, arXiv:1703.10593",
};

const citedCycleGan: Citation = {
  ...cycleGan,
  authors: ["Zhu, Y.", "Liu", "Chen", "Chan"],
  venue: "CVPR",
  identifier: undefined,
};

/** Numbers 1 to 12. The article's 13 to 47 repeat 7 to 11. */
export const articleReferences: readonly ArticleReference[] = [
  {
    number: 1,
    cited: {
      authors: ["Goodfellow", "Pouget-Abadie", "Mirza", "Xu", "Warde-Farley", "Ozair", "Courville", "Bengio"],
      title: "Generative Adversarial Networks",
      venue: "NIPS",
      year: 2014,
      identifier: "pp. 2671-2680",
    },
    paper: {
      authors: ["Goodfellow", "Pouget-Abadie", "Mirza", "Xu", "Warde-Farley", "Ozair", "Courville", "Bengio"],
      title: "Generative Adversarial Nets",
      venue: "NIPS",
      year: 2014,
      identifier: "pp. 2672-2680, arXiv:1406.2661",
    },
    wrong:
      'In the proceedings the title ends in "Nets" (on arXiv in "Networks"), and the paper starts on page 2672.',
    chapter: "03",
  },
  {
    number: 2,
    cited: {
      authors: ["Radford", "Metz", "Chintala"],
      title: "DALL-E: Creating Images from Text",
      venue: "OpenAI blog",
      year: 2020,
    },
    paper: {
      authors: ["Ramesh", "Pavlov", "Goh", "Gray"],
      title: "DALL-E: Creating Images from Text",
      venue: "OpenAI blog",
      year: 2021,
      identifier: "5 January 2021; the paper that followed is arXiv:2102.12092",
    },
    wrong:
      "The authors and the year. Printed are the authors of the DCGAN paper (2015), which the listing follows and the article never " +
      "names. The post names the four here as its primary authors and seven more; Radford is among the eight authors of the paper " +
      "that followed, Zero-Shot Text-to-Image Generation (ICML 2021, PMLR 139). And DALL-E is not a GAN.",
    chapter: "12",
  },
  {
    number: 3,
    cited: {
      ...styleGan,
      authors: ["Karras", "Laine", "Lehtinen", "Veit"],
      venue: "ICMLA",
      identifier: undefined,
    },
    paper: styleGan,
    wrong: "The third author is Aila, there is no fourth, and it appeared at CVPR.",
    chapter: "09",
  },
  {
    number: 4,
    cited: {
      authors: ["Brock, P.", "Donahue", "Krizhevsky", "Kim"],
      title: "Large Scale GAN Training for High Resolution Image Synthesis and Semantic Label Transfer",
      venue: "CVPR",
      year: 2018,
    },
    paper: {
      authors: ["Brock, A.", "Donahue", "Simonyan"],
      title: "Large Scale GAN Training for High Fidelity Natural Image Synthesis",
      venue: "ICLR",
      year: 2019,
      identifier: "arXiv:1809.11096",
    },
    wrong: "Two authors, half of the title, the venue and the year. Known as BigGAN; on arXiv since 2018.",
    chapter: "08",
  },
  {
    number: 5,
    cited: {
      authors: ["Zhang", "Wang", "Isola", "Efros"],
      title: "EdgeConnect: Patch-based Image Synthesis with Conditional GANs",
      venue: "CVPR",
      year: 2018,
    },
    paper: {
      authors: ["Nazeri", "Ng", "Joseph", "Qureshi", "Ebrahimi"],
      title: "EdgeConnect: Structure Guided Image Inpainting using Edge Prediction",
      venue: "ICCV Workshops",
      year: 2019,
      identifier: "arXiv:1901.00212 (there: Generative Image Inpainting with Adversarial Edge Learning)",
    },
    wrong:
      "All but the first word of the title. It fills holes in pictures, guided by edges; it does not work on patches.",
    chapter: "10",
  },
  {
    number: 6,
    cited: citedCycleGan,
    paper: cycleGan,
    wrong: "Only the family name of the first author is right, and it appeared at ICCV. Known as CycleGAN.",
    chapter: "10",
  },
  {
    number: 7,
    cited: {
      authors: ["Mordvintsev", "Tarassenko", "Vedaldi"],
      title: "Inverse Graphics: Image Synthesis from a Single Image via Deep Learning",
      venue: "ECCV",
      year: 2015,
    },
    paper: {
      authors: ["Mordvintsev", "Olah", "Tyka"],
      title: "Inceptionism: Going Deeper into Neural Networks",
      venue: "Google Research blog",
      year: 2015,
      identifier: "June 2015",
    },
    wrong:
      "We found no paper of this title. By its first author Inceptionism is meant; Vedaldi wrote, with Mahendran, Understanding Deep " +
      "Image Representations by Inverting Them (CVPR 2015, arXiv:1412.0035); inverse graphics is from Kulkarni, Whitney, Kohli and " +
      "Tenenbaum (NIPS 2015, pp. 2539-2547, arXiv:1503.03167). ECCV is held in even years: there was none in 2015.",
    chapter: "11",
  },
  {
    number: 8,
    cited: {
      authors: ["Chen, C.", "Kang", "Liu", "Tang"],
      title: "Style-Based Generative Adversarial Networks for Semantic Image Synthesis",
      venue: "CVPR",
      year: 2017,
    },
    paper: {
      authors: ["Park", "Liu", "Wang", "Zhu"],
      title: "Semantic Image Synthesis with Spatially-Adaptive Normalization",
      venue: "CVPR",
      year: 2019,
      identifier: "arXiv:1903.07291",
    },
    wrong:
      "We found no paper of this title. The one that fits the end of it is SPADE; style-based generators came in December 2018.",
    chapter: "10",
  },
  {
    number: 9,
    cited: {
      authors: ["Chen, Y.", "Kang", "Liu", "Tang"],
      title: "Progressive Growing of GANs for Improved Quality, Stability, and Variation",
      venue: "CVPR",
      year: 2018,
    },
    paper: {
      authors: ["Karras", "Aila", "Laine", "Lehtinen"],
      title: "Progressive Growing of GANs for Improved Quality, Stability, and Variation",
      venue: "ICLR",
      year: 2018,
      identifier: "arXiv:1710.10196",
    },
    wrong: "All authors, and the venue. Known as ProGAN.",
    chapter: "09",
  },
  {
    number: 10,
    cited: {
      ...styleGan,
      authors: ["Karras", "Laine", "Lehtinen", "Veit"],
      venue: "NeurIPS",
      year: 2020,
      identifier: undefined,
    },
    paper: styleGan,
    wrong:
      "Number 3 again, with another wrong venue and year. The paper of 2020 is another: Karras, Laine, Aittala, Hellsten, Lehtinen, " +
      "Aila, Analyzing and Improving the Image Quality of StyleGAN (CVPR 2020, arXiv:1912.04958), known as StyleGAN2.",
    chapter: "09",
  },
  {
    number: 11,
    cited: {
      authors: ["Wang, Z.", "Zhang", "Isola", "Efros"],
      title: "High-Resolution Image Synthesis and Semantic Manipulation with Conditional GANs",
      venue: "CVPR",
      year: 2018,
    },
    paper: {
      authors: ["Wang, T.-C.", "Liu", "Zhu", "Tao", "Kautz", "Catanzaro"],
      title: "High-Resolution Image Synthesis and Semantic Manipulation with Conditional GANs",
      venue: "CVPR",
      year: 2018,
      identifier: "pp. 8798-8807, arXiv:1711.11585",
    },
    wrong: "The authors. Isola and Efros wrote pix2pix, the paper that this one, pix2pixHD, grew from.",
    chapter: "10",
  },
  {
    number: 12,
    cited: citedCycleGan,
    paper: cycleGan,
    wrong: "Number 6 again.",
    chapter: "10",
  },
];

/** Which parts of a citation agree with the paper. */
export interface CitationCheck {
  authors: boolean;
  title: boolean;
  venue: boolean;
  year: boolean;
}

/** Compares word by word, without regard to case. */
export function checkCitation(cited: Citation, paper: Citation): CitationCheck {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  return {
    authors: same(cited.authors.join("; "), paper.authors.join("; ")),
    title: same(cited.title, paper.title),
    venue: same(cited.venue, paper.venue),
    year: cited.year === paper.year,
  };
}
