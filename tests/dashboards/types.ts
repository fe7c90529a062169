// What a dashboard file may contain, in Grafana's own types: an unknown key or a value that Grafana does not know is an error.
import type { AnnotationQuery, Dashboard, DataTransformerConfig, FieldConfig, MatcherConfig, Panel, RowPanel, VariableModel } from '@grafana/schema';
import type { Options as BarGaugeOptions } from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type { Options as StatOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type { FieldConfig as TimelineConfig, Options as TimelineOptions } from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type { FieldConfig as TableConfig, Options as TableOptions } from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type { FieldConfig as TimeSeriesConfig, Options as TimeSeriesOptions } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

/** JSON has no enums, only their values. */
type Plain<T> = T extends string ? `${T}` : T extends (infer Item)[] ? Plain<Item>[] : T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T;

/** A query as Grafana's Prometheus data source reads it; the package that has this type is not published with the schema. */
interface PrometheusQuery {
  refId: string;
  expr: string;
  datasource?: { type: 'prometheus'; uid: string };
  editorMode?: 'code';
  legendFormat?: string;
  format?: 'time_series' | 'table';
  range?: boolean;
  instant?: boolean;
  interval?: string;
}

/** An annotation as the Prometheus data source turns it into marks. */
interface PrometheusAnnotation extends Omit<AnnotationQuery, 'target'> {
  target: PrometheusQuery;
  titleFormat: string;
  textFormat: string;
  tagKeys: string;
  useValueForTime: boolean;
}

interface DataLink {
  title: string;
  url: string;
  targetBlank?: boolean;
}

/** One property that an override sets. */
type Property<Custom> =
  | { [Key in keyof Omit<FieldConfig, 'custom' | 'links'>]-?: { id: Key; value: Plain<NonNullable<FieldConfig[Key]>> } }[keyof Omit<FieldConfig, 'custom' | 'links'>]
  | { id: 'links'; value: DataLink[] }
  | { [Key in keyof Custom & string]-?: { id: `custom.${Key}`; value: Plain<NonNullable<Custom[Key]>> } }[keyof Custom & string];

interface Data<Type extends string, Options, Custom> extends Omit<Panel, 'type' | 'options' | 'fieldConfig' | 'targets' | 'transformations'> {
  type: Type;
  targets: PrometheusQuery[];
  options: Options;
  fieldConfig: {
    defaults: Omit<FieldConfig, 'custom'> & { custom?: Custom };
    overrides: { matcher: MatcherConfig; properties: Property<Custom>[] }[];
  };
  transformations?: DataTransformerConfig[];
}

type AnyPanel =
  | Data<'timeseries', TimeSeriesOptions, TimeSeriesConfig>
  | Data<'stat', StatOptions, Record<string, never>>
  | Data<'bargauge', BarGaugeOptions, Record<string, never>>
  | Data<'table', TableOptions, TableConfig>
  | Data<'state-timeline', TimelineOptions, TimelineConfig>;

/** Grafana keeps the text of a variable's query beside the query; the schema has no word for it. */
interface Variable extends VariableModel {
  definition?: string;
}

export type Board = Plain<
  Omit<Dashboard, 'panels' | 'annotations' | 'templating'> & {
    panels: (AnyPanel | RowPanel)[];
    annotations: { list: (AnnotationQuery | PrometheusAnnotation)[] };
    templating: { list: Variable[] };
  }
>;
