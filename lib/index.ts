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
export { dcganRules } from "./theory/dcgan-rules";
export type { Networks, RuleCheck } from "./theory/dcgan-rules";
export { phaseStrength } from "./theory/phase-strength";
export { slerp } from "./theory/slerp";

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
export type { Mixture, Point } from "./datasets/points/mixture";
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
export { buildPointGan, pointsFrom } from "./models/point-gan";
export type { PointGan, PointGanOptions } from "./models/point-gan";
export { rebuildGan } from "./models/rebuild";
export { generateImages, sampleImages, sampleLatents } from "./models/sample";
export type { Gan, GanDescription } from "./models/types";
export type { StepReport } from "./models/step-report";

// Training
export { CheckpointError } from "./train/checkpoint";
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
export { heatmap } from "./plot/heatmap";
export type { HeatGrid } from "./plot/heatmap";
export { animation, gridFrame } from "./plot/animation";
export type { AnimationFrame, AnimationOptions } from "./plot/animation";
export { liveView } from "./plot/live-view";
export type { LiveView, LiveViewOptions } from "./plot/live-view";
export { progress as progressBar } from "./plot/progress";
export type { Progress } from "./plot/progress";

// Drawings
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
export { loadFeatures } from "./metrics/features";
export type { FeatureExtractor, FeaturesName, Guess } from "./metrics/features";
export { kernelDistance } from "./metrics/kernel-distance";
export type { KernelDistance } from "./metrics/kernel-distance";
export type { Matrix } from "./metrics/matrix";
export { nearestNeighbours } from "./metrics/nearest-neighbours";
export type { NearestNeighboursOptions, Neighbour } from "./metrics/nearest-neighbours";
export { featuresOf, generatedPictures, realPictures } from "./metrics/pictures";
export type { PictureSource } from "./metrics/pictures";
export { recogniseSprites } from "./metrics/recognise-sprites";
export type { Recognition } from "./metrics/recognise-sprites";
export { wilsonInterval } from "./metrics/wilson-interval";
export { loadGenerator } from "./models/shipped-generator";
export type { ShippedGenerator, ShippedGeneratorName } from "./models/shipped-generator";

// Failures, each with its detector
export { readBalance } from "./metrics/failures/balance";
export type { Balance, Scores } from "./metrics/failures/balance";
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
export type { Control, DcganRecord, DcganRun, RecordFile } from "./metrics/records";
export { ringPoints } from "./metrics/ring-record";
export type { RingCell, RingRecord } from "./metrics/ring-record";

// Exercises
export { check, hint, progress } from "./questions/check";

// Chapters
export { keepScore, keptScore } from "./questions/kept-scores";
export { realOrGenerated } from "./questions/real-or-generated";
export type { Game, GameOptions, GuessScore } from "./questions/real-or-generated";
