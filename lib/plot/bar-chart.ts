/** One number for each of a few things. */
import { chart, type ChartOptions } from "./chart";
import type { Figure } from "./figure";
import { seriesStyle } from "./palette";
import type { BarTrace } from "./plotly";

export interface BarSeries {
  name: string;
  /** One for each category. */
  values: number[];
  /** Half-lengths of the error bars. */
  errors?: number[];
}

/**
 * Bars from 0, with their numbers on them, so that several series need not be told apart by colour.
 *
 * @throws TypeError when the alt text is empty; RangeError when a series has not one value for each category.
 */
export function barChart(categories: string[], series: BarSeries[], options: ChartOptions): Figure {
  const traces = series.map((one, place): BarTrace => {
    if (one.values.length !== categories.length) {
      throw new RangeError(
        `barChart: series "${one.name}" has ${one.values.length} values for ${categories.length} categories. ` +
          "Give one for each.",
      );
    }
    return {
      type: "bar",
      name: one.name,
      x: categories,
      y: one.values,
      textposition: "outside",
      text: one.values.map((value) => String(Number(value.toPrecision(3)))),
      ...(one.errors === undefined ? {} : { error_y: { type: "data", array: one.errors } }),
      marker: { color: seriesStyle(place).color },
    };
  });
  return chart(traces, options);
}
