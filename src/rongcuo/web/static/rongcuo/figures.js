/* The picture of a table, drawn with ECharts where scripts run. Without them the drawn bars and the table say the same. */
document.addEventListener("DOMContentLoaded", () => {
  const data = document.getElementById("chart-data");
  const place = document.getElementById("chart");
  if (!data || !place || !window.echarts) return;
  const { bars, label } = JSON.parse(data.textContent);
  const style = getComputedStyle(document.documentElement);
  const ink = (name) => style.getPropertyValue(name).trim();
  place.hidden = false;
  place.classList.add("chart--on");
  place.style.height = `${bars.length * 34 + 60}px`;
  const chart = echarts.init(place, null, { renderer: "canvas" });
  const face = { color: ink("--ink"), fontFamily: ink("--sans"), fontSize: 13 };
  const names = bars.map((bar) => bar.name);
  chart.setOption({
    animation: false,
    aria: { enabled: true, label: { description: label } },
    textStyle: face,
    grid: { left: 8, right: 48, top: 8, bottom: 24, containLabel: true },
    xAxis: { type: "value", minInterval: 1, splitLine: { lineStyle: { color: ink("--hairline") } }, axisLabel: face },
    yAxis: { type: "category", inverse: true, data: names, axisTick: { show: false }, axisLine: { lineStyle: { color: ink("--line") } }, axisLabel: { ...face, width: 190, overflow: "truncate" } },
    // The range chance alone explains is a thin bar over the broad one, set off by an unseen one.
    series: [
      { type: "bar", data: bars.map((bar) => bar.count), barWidth: 16, barGap: "-56%", itemStyle: { color: ink("--open") } },
      { type: "bar", stack: "range", silent: true, barWidth: 2, data: bars.map((bar) => bar.low), itemStyle: { color: "transparent" } },
      { type: "bar", stack: "range", silent: true, barWidth: 2, data: bars.map((bar) => bar.high - bar.low), itemStyle: { color: ink("--ink") } },
    ],
  });
  document.querySelector("svg.bars")?.classList.add("bars--off");
  window.addEventListener("resize", () => chart.resize());
});
