// The page that draws one dashboard. It stands in for Grafana itself: turns recorded answers into data frames, applies the
// dashboard's field configuration with Grafana's own functions, and hands them to Grafana's own components.
import {
  applyFieldOverrides,
  createTheme,
  type DataFrame,
  dateTime,
  displayNameOverrideProcessor,
  EventBusSrv,
  FieldType,
  getDisplayValueAlignmentFactors,
  getFieldDisplayName,
  getFieldDisplayValues,
  identityOverrideProcessor,
  numberOverrideProcessor,
  Registry,
  standardTransformers,
  standardTransformersRegistry,
  ThemeContext,
  thresholdsOverrideProcessor,
  transformDataFrame,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
} from '@grafana/data';
import { BarGauge, BigValue, GlobalStyles, PanelChrome, PanelContextProvider, Table, TimeSeries, VizRepeater } from '@grafana/ui';
import { createRoot } from 'react-dom/client';
import { lastValueFrom } from 'rxjs';

const { board, width: pageWidth, dark, From: from, To: to, StepMs: stepMs, Values: values, Answers: answers } = (window as any).picture;
const theme = createTheme({ colors: { mode: dark ? 'dark' : 'light' } });
const timeRange = { from: dateTime(from), to: dateTime(to), raw: { from: dateTime(from), to: dateTime(to) } };
const start = Math.floor(from / 1000) * 1000;
const grid = { columns: 24, rowPx: 38, gapPx: 8 };

standardTransformersRegistry.setInit(() =>
  [standardTransformers.mergeTransformer, standardTransformers.organizeFieldsTransformer, standardTransformers.orderFieldsTransformer, standardTransformers.renameFieldsTransformer, standardTransformers.filterFieldsByNameTransformer, standardTransformers.filterFieldsTransformer].map(
    (transformation: any) => ({ id: transformation.id, name: transformation.name, transformation, editor: () => null }) as any,
  ),
);

const number = (text: string) => (text === 'NaN' ? null : Number(text.replace('Inf', 'Infinity')));
const withLabels = (format: string, labels: Record<string, string>) => format.replace(/{{\s*(\w+)\s*}}/g, (_, label) => labels[label] ?? '');
const seriesOf = (part: string, refId: string): any[] => answers[`${board.uid}/${part}/${refId}`].result;

/** A frame per series, a null for every moment without a sample. */
function seriesFrames(panel: any): DataFrame[] {
  return panel.targets.flatMap((target: any) =>
    seriesOf(panel.title, target.refId).map((series) => {
      const samples = new Map<number, number | null>((series.values ?? [series.value]).map(([at, value]: [number, string]) => [Math.round(at * 1000), number(value)]));
      const times = series.values ? Array.from({ length: Math.floor((to - start) / stepMs) + 1 }, (_, index) => start + index * stepMs) : [...samples.keys()];
      return {
        refId: target.refId,
        length: times.length,
        fields: [
          { name: 'Time', type: FieldType.time, config: {}, values: times },
          { name: 'Value', type: FieldType.number, config: { displayNameFromDS: withLabels(target.legendFormat, series.metric) }, labels: series.metric, values: times.map((at) => samples.get(at) ?? null) },
        ],
      };
    }),
  );
}

/** One frame of all queries of a table, as its transformations make it. */
async function tableFrames(panel: any): Promise<DataFrame[]> {
  const frames = panel.targets.map((target: any) => {
    const rows = seriesOf(panel.title, target.refId);
    const labels = [...new Set(rows.flatMap((series) => Object.keys(series.metric)))];
    // A row per series, or of a range per sample.
    const samples = rows.flatMap((series) => (series.values ?? [series.value]).map(([at, value]: [number, string]) => ({ metric: series.metric, at, value })));
    const column = (name: string, type: FieldType, of: (sample: any) => unknown) => ({ name, type, config: {}, values: samples.map(of) });
    return {
      refId: target.refId,
      length: samples.length,
      fields: [
        column('Time', FieldType.time, (sample) => sample.at * 1000),
        ...labels.map((label) => column(label, FieldType.string, (sample) => sample.metric[label] ?? '')),
        column(panel.targets.length > 1 ? `Value #${target.refId}` : 'Value', FieldType.number, (sample) => number(sample.value)),
      ],
    };
  });
  return lastValueFrom(transformDataFrame(panel.transformations, frames));
}

const processors: Record<string, any> = {
  unit: unitOverrideProcessor,
  decimals: numberOverrideProcessor,
  min: numberOverrideProcessor,
  max: numberOverrideProcessor,
  thresholds: thresholdsOverrideProcessor,
  mappings: valueMappingsOverrideProcessor,
  displayName: displayNameOverrideProcessor,
  color: identityOverrideProcessor,
  noValue: identityOverrideProcessor,
  links: identityOverrideProcessor,
};

/** Units, colours, mappings and overrides as the dashboard's file has them. */
function configured(panel: any, data: DataFrame[]): DataFrame[] {
  const { defaults, overrides } = panel.fieldConfig;
  const ofOverrides = overrides.flatMap((override: any) => override.properties.map((property: any) => property.id as string));
  const custom = new Set<string>([...Object.keys(defaults.custom ?? {}).map((key) => `custom.${key}`), ...ofOverrides.filter((id: string) => id.startsWith('custom.'))]);
  const item = (id: string, process: any) => ({ id, path: id.replace('custom.', ''), isCustom: id.startsWith('custom.'), name: id, process, shouldApply: () => true, override: () => null, editor: () => null, settings: {} });
  const fieldConfigRegistry: any = new Registry(() => [...Object.entries(processors).map(([id, process]) => item(id, process)), ...[...custom].map((id) => item(id, identityOverrideProcessor))] as any);
  return applyFieldOverrides({ data, fieldConfig: panel.fieldConfig, fieldConfigRegistry, replaceVariables: (text) => text, theme, timeZone: 'utc' });
}

const displays = (panel: any, data: DataFrame[]) =>
  getFieldDisplayValues({ fieldConfig: panel.fieldConfig, reduceOptions: panel.options.reduceOptions, replaceVariables: (text) => text, theme, data, sparkline: panel.options.graphMode === 'area', timeZone: 'utc' });

/** The marks that the dashboard's annotations make: one per moment at which a series of theirs begins anew. */
const marks = board.annotations.list
  .filter((annotation: any) => annotation.target && annotation.enable)
  .flatMap((annotation: any) =>
    seriesOf(annotation.name, 'mark').flatMap((series) =>
      series.values
        .map(([at]: [number, string]) => at * 1000)
        .filter((at: number, index: number, all: number[]) => index === 0 || at - all[index - 1] > stepMs)
        .map((at: number) => ({ at, color: theme.visualization.getColorByName(annotation.iconColor) })),
    ),
  );

function drawMarks(plot: any) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([5, 5]);
  for (const { at, color } of marks) {
    const x = plot.valToPos(at, 'x', true);
    ctx.strokeStyle = ctx.fillStyle = color;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x, bbox.top + bbox.height - 5);
    ctx.lineTo(x - 5, bbox.top + bbox.height);
    ctx.lineTo(x + 5, bbox.top + bbox.height);
    ctx.fill();
  }
  ctx.restore();
}

/** Grafana's state timeline is not in its packages: strips with its colours and words. */
function Timeline({ frames, width, height }: { frames: DataFrame[]; width: number; height: number }) {
  const left = (at: number) => `${((Math.min(at, to) - from) / (to - from)) * 100}%`;
  return (
    <div style={{ width, height, display: 'flex', flexDirection: 'column', gap: 4, fontSize: 12 }}>
      {frames.map((frame, row) => {
        const [times, field] = frame.fields;
        const spans: { begin: number; end: number; text: string; color: string }[] = [];
        times.values.forEach((at: number, index: number) => {
          if (field.values[index] === null) return;
          const { text, color } = field.display!(field.values[index]);
          const last = spans.at(-1);
          if (last?.text === text) last.end = at + stepMs;
          else spans.push({ begin: at, end: at + stepMs, text, color: color! });
        });
        return (
          <div key={row} style={{ flex: 1, display: 'flex', minHeight: 0 }}>
            <div style={{ width: 110, alignSelf: 'center', whiteSpace: 'nowrap' }}>{getFieldDisplayName(field, frame)}</div>
            <div style={{ position: 'relative', flex: 1 }}>
              {spans.map(({ begin, end, text, color }) => (
                <div
                  key={begin}
                  style={{ position: 'absolute', top: 0, bottom: 0, left: left(begin), right: `calc(100% - ${left(end)})`, background: color, color: theme.colors.getContrastText(color), padding: 4, overflow: 'hidden' }}
                >
                  {text}
                </div>
              ))}
            </div>
          </div>
        );
      })}
    </div>
  );
}

function RowTitle({ row }: { row: any }) {
  return (
    <div style={{ padding: '6px 4px', fontSize: 16, fontWeight: 500 }}>
      {row.collapsed ? '\u203a' : '\u2304'} {row.title}
      {row.collapsed && <span style={{ color: theme.colors.text.secondary }}> ({row.panels.length} panels)</span>}
    </div>
  );
}

function Content({ panel, frames, width, height }: { panel: any; frames: DataFrame[]; width: number; height: number }) {
  const { options } = panel;
  const data = configured(panel, frames);
  const repeated = { source: {}, width, height, orientation: options.orientation, renderCounter: 0, getValues: () => displays(panel, data) };
  switch (panel.type) {
    case 'timeseries':
      if (data.length === 0) return <div style={{ color: theme.colors.text.secondary, textAlign: 'center', paddingTop: height / 2 - 10 }}>No data</div>;
      return (
        <TimeSeries frames={data} timeRange={timeRange} timeZone="utc" width={width} height={height} legend={options.legend} options={options}>
          {(config: any) => {
            config.addHook('draw', drawMarks);
            return null;
          }}
        </TimeSeries>
      );
    case 'stat':
      return (
        <VizRepeater
          {...repeated}
          autoGrid
          itemSpacing={3}
          renderValue={({ value, width: w, height: h, count }: any) => (
            <BigValue value={value.display} sparkline={value.sparkline} width={w} height={h} count={count} theme={theme} colorMode={options.colorMode} graphMode={options.graphMode} justifyMode={options.justifyMode} textMode={options.textMode === 'auto' && count === 1 ? 'value' : options.textMode} wideLayout />
          )}
        />
      );
    case 'bargauge':
      return (
        <VizRepeater
          {...repeated}
          itemSpacing={8}
          minVizHeight={options.minVizHeight}
          maxVizHeight={options.maxVizHeight}
          getAlignmentFactors={getDisplayValueAlignmentFactors}
          renderValue={({ value, width: w, height: h, orientation, alignmentFactors }: any) => (
            <BarGauge value={value.display} field={value.field} display={value.view?.getFieldDisplayProcessor(value.colIndex)} width={w} height={h} theme={theme} orientation={orientation} displayMode={options.displayMode} valueDisplayMode={options.valueMode} namePlacement={options.namePlacement} alignmentFactors={alignmentFactors} showUnfilled itemSpacing={8} />
          )}
        />
      );
    case 'table':
      return <Table data={data[0]} width={width} height={height} initialSortBy={options.sortBy} columnMinWidth={panel.fieldConfig.defaults.custom.minWidth} timeRange={timeRange as any} />;
    case 'state-timeline':
      return <Timeline frames={data} width={width} height={height} />;
    default:
      throw new Error(`no way to draw a panel of type ${panel.type}`);
  }
}

const frames = new Map<number, DataFrame[]>();
for (const panel of board.panels.filter(({ type }: any) => type !== 'row')) frames.set(panel.id, panel.type === 'table' ? await tableFrames(panel) : seriesFrames(panel));

/** The text of a variable's value: of a domain its name. */
function shownAs({ name }: any): string {
  const value = values[`$${name}`];
  return seriesOf(`$${name}`, '').find(({ metric }) => metric.uuid === value)?.metric.domain ?? value;
}

const cell = pageWidth / grid.columns;
const bottom = Math.max(...board.panels.map(({ gridPos }: any) => gridPos.y + gridPos.h));
const chosen = board.templating.list.filter((variable: any) => variable.type === 'query').map((variable: any) => [variable.label, variable.multi ? 'All' : shownAs(variable)]);
document.body.style.background = theme.colors.background.canvas;
createRoot(document.getElementById('root')!).render(
  <ThemeContext.Provider value={theme}>
    <GlobalStyles hackNoBackdropBlur={false} isExtensionSidebarOpen={false} />
    <PanelContextProvider value={{ eventBus: new EventBusSrv(), eventsScope: 'pictures', sync: () => 0, app: 'dashboard' } as any}>
      <div style={{ width: pageWidth, color: theme.colors.text.primary }}>
        <div style={{ padding: '8px 12px', display: 'flex', gap: 20, alignItems: 'baseline' }}>
          <span style={{ fontSize: 18, fontWeight: 500 }}>{board.title}</span>
          {chosen.map(([label, value]: string[]) => (
            <span key={label}>
              <span style={{ color: theme.colors.text.secondary }}>{label}</span> {value}
            </span>
          ))}
        </div>
        <div style={{ position: 'relative', height: bottom * grid.rowPx }}>
          {board.panels.map((panel: any) => {
            const { x, y, w, h } = panel.gridPos;
            const [width, height] = [w * cell - grid.gapPx, h * grid.rowPx - grid.gapPx];
            return (
              <div key={panel.id} style={{ position: 'absolute', left: x * cell + grid.gapPx / 2, top: y * grid.rowPx, width, height }}>
                {panel.type === 'row' ? <RowTitle row={panel} /> : <PanelChrome title={panel.title} width={width} height={height} padding={panel.type === 'table' ? 'none' : 'md'}>
                  {(innerWidth: number, innerHeight: number) => <Content panel={panel} frames={frames.get(panel.id)!} width={innerWidth} height={innerHeight} />}
                </PanelChrome>}
              </div>
            );
          })}
        </div>
      </div>
    </PanelContextProvider>
  </ThemeContext.Provider>,
);
(window as any).drawn = true;
