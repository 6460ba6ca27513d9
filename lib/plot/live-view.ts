/** What a reader watches while a GAN trains: progress, curves, and the pictures getting better. */
import type { StepReport } from "../models/step-report";
import { durationText } from "./duration";
import { liveDisplay } from "./live-display";
import { progressCard, row, stillImage, svgSource } from "./live-markup";
import type { Pictures } from "./pictures";
import { gridFiles } from "./sample-grid";
import { lossCurves, scoreCurves } from "./training-curves";

export interface LiveViewOptions {
  title?: string;
  /**
   * Makes the pictures to show, such as `() => gan.generator.predict(fixedLatents)`. Called every
   * `samplesEvery` seconds and at the end; a tensor that it gives is disposed after it is drawn.
   */
  samples?: () => Pictures | Promise<Pictures>;
  /** Seconds between two calls of `samples`. */
  samplesEvery?: number;
  /** Pictures in a row. */
  columns?: number;
  /** Seconds between two drawings. */
  every?: number;
}

export interface LiveView {
  /**
   * For `train(gan, data, { onStep: view.onStep })`. Draws now and then, with the curves of `history` or, without one, of
   * all reports that came; never throws.
   */
  readonly onStep: (report: StepReport, history?: readonly StepReport[]) => Promise<void>;
  /** Draws the end; after a Stop it says how far the training came. The view stays in the notebook. Never throws. */
  done(): Promise<void>;
}

const WIDTH = 740;
const CHART = { width: 350, height: 240 };

/**
 * A display under the running cell with progress, time left, both losses, D(x) and D(G(z)), and current samples. Outside a
 * notebook it prints a line every five seconds.
 */
export function liveView(options: LiveViewOptions = {}): LiveView {
  const display = liveDisplay(options.every ?? 0.5);
  const pictures = samplePanel(options);
  const came: StepReport[] = [];
  let history: readonly StepReport[] = came;
  const draw = async (isEnd: boolean) => {
    try {
      const last = history[history.length - 1];
      await pictures.refresh(last?.step ?? 0, isEnd);
      const facts = last === undefined ? "no step was trained" : factLine(last, isEnd);
      const title = options.title ?? "Training";
      const below = [curves(history), pictures.markup()].filter((part) => part !== "");
      const card = { title, facts, done: last?.step ?? 0, total: last?.steps ?? 1, width: WIDTH, below };
      display.draw({ html: progressCard(card), text: `${title}: ${facts}` });
    } catch (error) {
      console.error(`liveView: could not draw (${String(error)}). The training goes on.`);
    }
  };
  return {
    async onStep(report, all = came) {
      came.push(report);
      history = all;
      if (display.isDue()) await draw(false);
    },
    done: () => draw(true),
  };
}

function factLine(report: StepReport, isEnd: boolean): string {
  const { step, steps, epoch } = report;
  const speed = `${Math.round(report.imagesPerSecond)} images/s`;
  const took = durationText(report.elapsedSeconds);
  const passes = `epoch ${epoch.toFixed(epoch < 10 ? 1 : 0)}`;
  if (!isEnd)
    return `step ${step} of ${steps} · ${passes} · ${speed} · ${durationText(report.secondsLeft)} left`;
  const reached = step < steps ? `stopped at step ${step} of ${steps}` : `${steps} steps done`;
  return `${reached} · ${passes} · ${speed} · took ${took}`;
}

function curves(history: readonly StepReport[]): string {
  if (history.length < 2) return "";
  const charts = [
    lossCurves(history, CHART),
    scoreCurves(history, { ...CHART, yLabel: "probability of real" }),
  ];
  const images = charts.map(({ alt, bundle }) =>
    stillImage({ source: svgSource(bundle["image/svg+xml"] as string), alt, ...CHART }),
  );
  return row(...images);
}

/** The pictures of the view: made anew when they are old, shown again until then. */
function samplePanel({ samples, samplesEvery = 2, columns = 10 }: LiveViewOptions) {
  let markup = "";
  let last = -Infinity;
  return {
    markup: () => markup,
    async refresh(step: number, isEnd: boolean): Promise<void> {
      const isDue = isEnd || performance.now() - last >= samplesEvery * 1000;
      if (samples === undefined || !isDue) return;
      markup = await drawSamples(await samples(), { step, columns });
      last = performance.now();
    },
  };
}

async function drawSamples(pictures: Pictures, options: { step: number; columns: number }): Promise<string> {
  const title = `Generated after ${options.step} ${options.step === 1 ? "step" : "steps"}`;
  const columns = Math.min(options.columns, pictures.shape[0]);
  try {
    const scale = Math.max(1, Math.min(4, Math.floor((WIDTH - 40) / (columns * (pictures.shape[2] + 2)))));
    const { webp, width, height } = await gridFiles(pictures, { columns, scale, title });
    const source = `data:image/webp;base64,${webp.toString("base64")}`;
    return row(stillImage({ source, alt: `${title}: ${pictures.shape[0]} pictures.`, width, height }));
  } finally {
    if ("dispose" in pictures) pictures.dispose();
  }
}
