// Charts of ECharts, rendered to a string: `node echarts.mjs FOLDER`.
import fs from 'fs';
import path from 'path';
import * as echarts from 'echarts';

const n = [...Array(30).keys()], wave = (k) => n.map((i) => Math.sin(i / 4 + k).toFixed(2));
const days = { type: 'category', data: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'] };
const value = { type: 'value' }, five = [120, 200, 150, 80, 70];
const charts = {
  line: { xAxis: days, yAxis: value, series: [{ type: 'line', data: five }] },
  bars: { title: { text: 'Bars' }, xAxis: days, yAxis: value, series: [{ type: 'bar', data: five }] },
  barx: { xAxis: value, yAxis: days, series: [{ type: 'bar', data: five }] },
  stacked: { legend: {}, xAxis: days, yAxis: value, series: ['a', 'b'].map((name) => ({ name, type: 'bar', stack: 's', data: five })) },
  area: { xAxis: days, yAxis: value, series: [{ type: 'line', areaStyle: {}, data: five }] },
  smooth: { xAxis: { data: n }, yAxis: {}, series: [0, 1].map((k) => ({ type: 'line', smooth: true, data: wave(k) })) },
  scatter: { xAxis: {}, yAxis: {}, series: [{ type: 'scatter', data: n.map((i) => [i, Math.sin(i / 4)]) }] },
  pie: { legend: {}, series: [{ type: 'pie', data: [{ name: 'ant', value: 3 }, { name: 'bee', value: 5 }] }] },
  rose: { series: [{ type: 'pie', roseType: 'area', radius: [20, 140], data: five.map((value, i) => ({ value, name: `n${i}` })) }] },
  radar: { radar: { indicator: five.map((_, i) => ({ name: `axis ${i}`, max: 250 })) }, series: [{ type: 'radar', data: [{ value: five }] }] },
  heat: { xAxis: days, yAxis: { type: 'category', data: ['a', 'b', 'c'] }, visualMap: { min: 0, max: 10 }, series: [{ type: 'heatmap', data: [[0, 0, 5], [1, 1, 9], [2, 2, 2], [3, 0, 7], [4, 1, 4]] }] },
  candles: { xAxis: days, yAxis: { scale: true }, series: [{ type: 'candlestick', data: five.map((v) => [v, v + 9, v - 9, v + 20]) }] },
  boxes: { xAxis: days, yAxis: value, series: [{ type: 'boxplot', data: five.map((v) => [v - 40, v - 9, v, v + 9, v + 40]) }] },
  tree: { series: [{ type: 'treemap', data: five.map((value, i) => ({ value, name: `n${i}` })) }] },
  dark: { backgroundColor: '#111', xAxis: days, yAxis: value, series: [{ type: 'bar', data: five }] },
  grids: { grid: [{ right: '55%' }, { left: '55%' }], xAxis: [{ ...days }, { ...days, gridIndex: 1 }], yAxis: [{}, { gridIndex: 1 }], series: [{ type: 'bar', data: five }, { type: 'line', data: five, xAxisIndex: 1, yAxisIndex: 1 }] },
};
for (const [name, option] of Object.entries(charts)) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 600, height: 400 });
  chart.setOption({ animation: name === 'stacked', ...option });
  fs.writeFileSync(path.join(process.argv[2], `echarts-${name}.svg`), chart.renderToSVGString());
  chart.dispose();
}
