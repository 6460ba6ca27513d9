/** The public surface of the course's library: every name that a notebook may import. */

// Engine
export { tf } from "./engine/tf";
export { rng } from "./engine/rng";
export type { Rng } from "./engine/rng";
export { currentEngine, useEngine } from "./engine/use-engine";
export type { EngineInfo, EngineName } from "./engine/engine";
export { byPreset, preset } from "./engine/preset";
export type { Preset } from "./engine/preset";
export { randomNormal, randomUniform } from "./engine/random";
export type { SeedPair } from "./engine/random";
export { weightsHash } from "./engine/safetensors";
export { readWeights, writeWeights } from "./engine/weights";
export { compile, compileProgram } from "./engine/compile/compile";
export type { CompiledProgram, CompiledStep, CompileOptions, StepSpec } from "./engine/compile/compile";

// Theory
export { articleReferences, checkCitation } from "./theory/article-references";
export type { ArticleReference, Citation, CitationCheck } from "./theory/article-references";
export { dcganRules } from "./theory/dcgan-rules";
export type { Networks, RuleCheck } from "./theory/dcgan-rules";
export { frechetBias } from "./theory/frechet-bias";
export { phaseStrength } from "./theory/phase-strength";
export { slerp } from "./theory/slerp";
export { drawFrom, gaussian, mixture, uniform } from "./theory/densities";
export type { Density } from "./theory/densities";
export { densityTable, lineGrid, masses } from "./theory/line-grid";
export type { LineGrid } from "./theory/line-grid";
export { entropy, generatorCriterion, jensenShannon, klDivergence } from "./theory/divergences";
export { errorOnMass, optimalDiscriminator, optimalLogit } from "./theory/value-function";
export { valueOnMasses, valueOnSamples } from "./theory/value-function";
export { alternatingPlay, extraGradientPlay, simultaneousPlay } from "./theory/games";
export { bilinearField, eigenvalues, jacobian, playOut } from "./theory/games";
export type { Complex, Field, Matrix2, PlayStep, Point } from "./theory/games";
export { diracEigenvalues, diracField } from "./theory/dirac-gan";
export type { DiracOptions } from "./theory/dirac-gan";
export { meanAndSpread, overlap, viewGame } from "./theory/game-view";
export type { GameView, GameViewOptions } from "./theory/game-view";
export { Perceptron } from "./theory/perceptron";
export type { NormalSource, Slopes, Trace } from "./theory/perceptron";
export { TinyGan } from "./theory/tiny-gan";
export type { DiscriminatorReport, TinyGanOptions, TinyLoss } from "./theory/tiny-gan";
export { latentDirection } from "./theory/latent-direction";

// Data sets
export { loadCifar10 } from "./datasets/cifar10";
export type { LoadCifar10Options } from "./datasets/cifar10";
export { DataError } from "./datasets/data-folder";
export { bytesToImages } from "./datasets/dataset";
export type { DownloadProgress } from "./datasets/download";
export { findDatasets, loadDataset } from "./datasets/load";
export type { DatasetName, DatasetReport } from "./datasets/load";
export type { SpriteAttributes } from "./datasets/sprites/scene";
export { sprites } from "./datasets/sprites/sprites";
export type { SpriteDataset, SpritesOptions } from "./datasets/sprites/sprites";
export { spriteWords } from "./datasets/sprites/vocabulary";
export type { SpriteWord, SpriteWords } from "./datasets/sprites/vocabulary";
export { gridOfGaussians, ringOfGaussians } from "./datasets/points/mixture";
export type { Mixture } from "./datasets/points/mixture";
export type { Batch, BatchOptions, Dataset, ImageShape } from "./datasets/types";

// Losses
export { gradientPenalty } from "./losses/gradient-penalty";
export { hinge } from "./losses/hinge";
export { leastSquares } from "./losses/least-squares";
export { nonSaturating } from "./losses/non-saturating";
export { r1Penalty } from "./losses/r1-penalty";
export { saturating } from "./losses/saturating";
export type { GanLoss } from "./losses/types";
export { wasserstein } from "./losses/wasserstein";

// Layers, weights, optimiser
export { Adam } from "./nn/adam";
export type { AdamOptions, AdamRates } from "./nn/adam";
export { Dropout, reseedDropout } from "./nn/dropout";
export { learningRateAt } from "./nn/learning-rate";
export type { LearningRate, LinearRate } from "./nn/learning-rate";
export { MovingAverage } from "./nn/moving-average";
export { SpectralConvolution, SpectralDense } from "./nn/spectral-layers";
export { asMatrix, convolutionNorm, powerIteration, spectralNorm } from "./nn/spectral-norm";
export type { ConvolutionPlace } from "./nn/spectral-norm";
export { assignWeights, namedTrainableWeights, namedWeights, weightMap } from "./nn/weights";
export type { NamedWeight } from "./nn/weights";

// Models
export { buildDcgan } from "./models/dcgan";
export type { DcganForm, DcganOptions } from "./models/dcgan";
export { lineDiscriminator, logitsAt } from "./models/line-discriminator";
export type { LineDiscriminatorOptions } from "./models/line-discriminator";
export { buildPointGan, pointsFrom } from "./models/point-gan";
export type { PointGan, PointGanOptions } from "./models/point-gan";
export { rebuildGan } from "./models/rebuild";
export { generateImages, sampleImages, sampleLatents } from "./models/sample";
export type { Gan, GanDescription } from "./models/types";
export type { StepReport } from "./models/step-report";

// Training
export { CheckpointError } from "./train/checkpoint";
export { exactPoints, fitDiscriminator, samplePoints } from "./train/fit-discriminator";
export type { FitOptions, WeightedPoints } from "./train/fit-discriminator";
export { playLineGame } from "./train/line-game";
export type { LineGameOptions, LineGameRound } from "./train/line-game";
export { defects } from "./train/listing/defects";
export type { Defect, DefectCard, DefectKind } from "./train/listing/defects";
export { listing } from "./train/listing/listing";
export type { Listing, ListingRun } from "./train/listing/listing";
export type { ListingOptions } from "./train/listing/options";
export { loadGan } from "./train/load-gan";
export type { LoadedGan } from "./train/load-gan";
export type { CheckpointOptions, SavedCheckpoint, TrainOptions, UpdateOrder } from "./train/options";
export { ganWeights } from "./train/run";
export { ringSettings } from "./train/ring-settings";
export type { RingSetting } from "./train/ring-settings";
export { discriminatorStep, generatorStep, simultaneousStep } from "./train/step";
export type { DiscriminatorInput, DiscriminatorOutcome, GeneratorOutcome, Players } from "./train/step";
export { train } from "./train/train";
export type { TrainResult } from "./train/train";
export { trainPoints } from "./train/train-points";
export type { PointReport, PointTrainOptions, PointTrainResult } from "./train/train-points";

// Plots
export { show } from "./plot/show";
export { html } from "./plot/figure";
export type { Figure, MimeBundle } from "./plot/figure";
export { comparisonGrid, sampleGrid } from "./plot/sample-grid";
export type { GridRow, SampleGridOptions } from "./plot/sample-grid";
export type { PictureBytes, Pictures } from "./plot/pictures";
export { lineChart } from "./plot/line-chart";
export type { LineChartOptions, LineSeries } from "./plot/line-chart";
export type { ChartOptions } from "./plot/chart";
export { lossCurves, scoreCurves } from "./plot/training-curves";
export type { CurveOptions } from "./plot/training-curves";
export { histogram } from "./plot/histogram";
export type { HistogramOptions, HistogramSeries } from "./plot/histogram";
export { pointPictures } from "./plot/point-pictures";
export type { PointPictureOptions } from "./plot/point-pictures";
export { scatterChart } from "./plot/scatter-chart";
export type { PointSeries } from "./plot/scatter-chart";
export { barChart } from "./plot/bar-chart";
export type { BarSeries } from "./plot/bar-chart";
export { planeChart } from "./plot/plane-chart";
export type { PlaneArrows, PlaneLayers, PlaneOptions, PlanePath } from "./plot/plane-chart";
export { heatmap } from "./plot/heatmap";
export type { HeatGrid } from "./plot/heatmap";
export { animation, gridFrame } from "./plot/animation";
export type { AnimationFrame, AnimationOptions } from "./plot/animation";
export { liveView } from "./plot/live-view";
export type { LiveView, LiveViewOptions } from "./plot/live-view";
export { progress as progressBar } from "./plot/progress";
export type { Progress } from "./plot/progress";

// Drawings
export { chainDiagram } from "./plot/diagrams/chain-diagram";
export type { ChainStep, ChainValue } from "./plot/diagrams/chain-diagram";
export { gameBoard, gameFilm } from "./plot/diagrams/game-board";
export type { GameBoardOptions, GameFrame } from "./plot/diagrams/game-board";
export { playground } from "./plot/playground/playground";
export type { PlaygroundOptions } from "./plot/playground/playground";
export { courseMap } from "./plot/diagrams/course-map";
export { latentPad } from "./plot/diagrams/latent-pad";
export type { LatentPadOptions } from "./plot/diagrams/latent-pad";
export { networkShapes } from "./plot/diagrams/network-shapes";
export type { NetworkBlock } from "./plot/diagrams/network-shapes";
export { numberGrids } from "./plot/diagrams/number-grids";
export type { NumberGrid, NumberGridsOptions } from "./plot/diagrams/number-grids";
export { svgFigure } from "./plot/diagrams/svg-figure";
export { table } from "./plot/diagrams/table";
export type { TableRow } from "./plot/diagrams/table";
export { convolutionWalk, stampWalk } from "./plot/diagrams/walk";
export type { WalkOptions } from "./plot/diagrams/walk";

// Metrics
export { fitBaselines, repeatedPictures } from "./metrics/baselines";
export type { BaselineOptions, PictureBaselines } from "./metrics/baselines";
export { blurredPictures, noisyPictures } from "./metrics/damaged-pictures";
export { loadFeatures } from "./metrics/features";
export type { FeatureExtractor, FeaturesName, Guess } from "./metrics/features";
export { FeatureStatistics, statisticsOf } from "./metrics/feature-statistics";
export { frechetDistance } from "./metrics/frechet-distance";
export type { FrechetDistance } from "./metrics/frechet-distance";
export { kernelDistance } from "./metrics/kernel-distance";
export type { KernelDistance } from "./metrics/kernel-distance";
export type { Matrix } from "./metrics/matrix";
export { nearestNeighbours } from "./metrics/nearest-neighbours";
export type { NearestNeighboursOptions } from "./metrics/nearest-neighbours";
export type { Neighbour } from "./metrics/nearest-rows";
export { featuresOf, generatedPictures, realPictures } from "./metrics/pictures";
export type { PictureSource } from "./metrics/pictures";
export { customFeatures, pixelFeatures, untrainedFeatures } from "./metrics/plain-features";
export type { CustomFeatures } from "./metrics/plain-features";
export { insideManifold, precisionRecall } from "./metrics/precision-recall";
export type { PrecisionRecall } from "./metrics/precision-recall";
export { recogniseSprites } from "./metrics/recognise-sprites";
export type { Recognition } from "./metrics/recognise-sprites";
export { measureScores } from "./metrics/scores";
export type { Scores } from "./metrics/scores";
export { inception2015, loadSuppliedFeatures } from "./metrics/supplied-features";
export type { SuppliedFeaturesOptions } from "./metrics/supplied-features";
export { wilsonInterval } from "./metrics/wilson-interval";
export { loadGenerator } from "./models/shipped-generator";
export type { ShippedGenerator, ShippedGeneratorName } from "./models/shipped-generator";

// Failures, each with its detector
export { readBalance } from "./metrics/failures/balance";
export type { Balance } from "./metrics/failures/balance";
export { coverage, expectedCoverage } from "./metrics/failures/coverage";
export { generatorSignal } from "./metrics/failures/generator-signal";
export type { GeneratorSignal } from "./metrics/failures/generator-signal";
export { modeCoverage } from "./metrics/failures/mode-coverage";
export type { ModeCoverage } from "./metrics/failures/mode-coverage";
export { oscillation, turnover } from "./metrics/failures/oscillation";
export type { Oscillation } from "./metrics/failures/oscillation";
export { leakedPerRound, trend } from "./metrics/failures/trend";
export type { Trend } from "./metrics/failures/trend";

// Records
export { readRecord } from "./metrics/records";
export type {
  Control,
  DcganRecord,
  DcganRun,
  MeasuringRecord,
  MeasuringRow,
  RecordFile,
} from "./metrics/records";
export { ringPoints } from "./metrics/ring-record";
export type { RingCell, RingRecord } from "./metrics/ring-record";

// Exercises
export { check, hint, progress } from "./questions/check";

// Chapters
export { keepScore, keptScore } from "./questions/kept-scores";
export { opinionPoll, pollWords } from "./questions/poll";
export type { Opinion, Poll } from "./questions/poll";
export { realOrGenerated } from "./questions/real-or-generated";
export type { Game, GameOptions, GuessScore } from "./questions/real-or-generated";
