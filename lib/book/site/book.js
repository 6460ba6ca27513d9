/* What a page of the book does by itself: formulas, live charts, frames as high as their content, light and dark. */
(function () {
  "use strict";

  function formulas() {
    window.renderMathInElement(document.getElementById("main"), {
      delimiters: [
        { left: "$$", right: "$$", display: true },
        { left: "$", right: "$", display: false },
        { left: "\\begin{align}", right: "\\end{align}", display: true },
        { left: "\\begin{equation}", right: "\\end{equation}", display: true },
      ],
      ignoredClasses: ["paper", "input", "plain", "table"],
      throwOnError: false,
    });
  }

  /* Plotly is large: it is loaded when the first chart comes near the window. */
  let plotly;
  function loadPlotly() {
    plotly ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = "assets/plotly.js";
      script.onload = () => resolve(window.Plotly);
      script.onerror = reject;
      document.head.append(script);
    });
    return plotly;
  }

  async function drawChart(figure) {
    const Plotly = await loadPlotly();
    const { data, layout, config } = JSON.parse(figure.querySelector("script").textContent);
    const place = document.createElement("div");
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", figure.dataset.alt);
    figure.append(place);
    figure.classList.add("drawn"); // before the drawing, which measures the room that it has
    await Plotly.newPlot(place, data, layout, { ...config, responsive: true });
  }

  function charts() {
    const watcher = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          watcher.unobserve(target);
          drawChart(target);
        }
      },
      { rootMargin: "800px" },
    );
    for (const figure of document.querySelectorAll(".chart")) watcher.observe(figure);
  }

  function frames() {
    const all = [...document.querySelectorAll("iframe.live")];
    window.addEventListener("message", ({ source, data }) => {
      const frame = all.find(({ contentWindow }) => contentWindow === source);
      const height = Number(data && data.ganbookHeight);
      if (frame && height > 0) frame.style.height = `${Math.min(height, 4000) + 2}px`;
    });
    // A frame may have spoken before this script ran.
    for (const frame of all) frame.contentWindow.postMessage("ganbook-height", "*");
  }

  function theme() {
    const button = document.getElementById("theme");
    const names = ["auto", "light", "dark"];
    const show = () => (button.textContent = `Theme: ${document.documentElement.dataset.theme || "auto"}`);
    button.addEventListener("click", () => {
      const next =
        names[(names.indexOf(document.documentElement.dataset.theme || "auto") + 1) % names.length];
      document.documentElement.dataset.theme = next;
      try {
        localStorage.setItem("ganbook-theme", next);
      } catch {
        /* then it holds for this page only */
      }
      show();
    });
    button.hidden = false;
    show();
  }

  /* Marks the section that is being read. */
  function reading() {
    const links = [...document.querySelectorAll(".here a")];
    const places = links.map((link) => document.getElementById(link.hash.slice(1)));
    const mark = () => {
      const now = places.findLastIndex((place) => place && place.getBoundingClientRect().top < 120);
      links.forEach((link, i) => link.classList.toggle("now", i === now));
    };
    if (links.length > 0) document.addEventListener("scroll", mark, { passive: true });
  }

  theme();
  frames();
  formulas();
  charts();
  reading();
})();
