import { describe, expect, it } from "vitest";
import { bookOutput } from "../../lib/book/outputs";
import { lineChart } from "../../lib/plot/line-chart";

const htmlOf = (data: Record<string, unknown>) =>
  bookOutput({ output_type: "display_data", data }).data!["text/html"] as string;

describe("bookOutput", () => {
  it("leaves what was printed to the template", () => {
    const printed = { output_type: "stream", name: "stdout", text: "a < b" };
    expect(bookOutput(printed)).toBe(printed);
  });

  it("keeps a chart alive, over its still picture, whatever its words are", () => {
    const alt = 'Ends in </script> & "quotes".';
    const { bundle } = lineChart([{ name: "</script>", x: [0, 1], y: [1, 2] }], { alt });
    const html = htmlOf(bundle);
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    const json = /<script type="application\/json">([\s\S]*)<\/script>/.exec(html)![1]!;
    expect((JSON.parse(json) as { data: { name: string }[] }).data[0]!.name).toBe("</script>");
    expect(html).toMatch(/<img src="data:image\/svg\+xml;base64,[^"]+" alt="Ends in &lt;\/script&gt;/);
  });

  it.each(["<script>x()</script>", "<style>p{color:red}</style>", '<input oninput="x()">'])(
    "shuts %s into a frame that can reach nothing outside",
    (html) => {
      const framed = htmlOf({ "text/html": `<p>${html}</p>`, "text/plain": "A game.\nMore." });
      expect(framed).toMatch(/^<iframe [^>]*title="A game\."/);
      expect(framed).toMatch(/ sandbox="allow-scripts"/);
      expect(framed).not.toMatch(/<script|<style|<input/); // all of it is inside the attribute, escaped
    },
  );

  it("shows pictures on the page, with their words", () => {
    expect(htmlOf({ "text/html": '<img src="data:," alt="a">' })).toBe(
      '<figure class="paper"><img src="data:," alt="a"></figure>',
    );
    expect(htmlOf({ "image/png": "AAAA\n", "text/plain": "A grid" })).toContain(
      '<img src="data:image/png;base64,AAAA" alt="A grid"/>',
    );
  });

  it("escapes plain text", () => {
    expect(htmlOf({ "text/plain": "<b>" })).toBe('<pre class="plain">&lt;b&gt;</pre>');
  });
});
