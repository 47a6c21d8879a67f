/** A thin line of the recent medians. */

const width = 200;
const height = 26;
const margin = 2;

export function Sparkline({ values }: { readonly values: readonly number[] }) {
  if (values.length < 2) return <div className="mt-2 h-[26px]" />;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="mt-2 block h-[26px] w-full overflow-visible"
    >
      <polyline
        points={sparklinePoints(values)}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.6"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

/** Spreads values over the width; the lowest stands at the bottom. A flat row stands in the middle. */
export function sparklinePoints(values: readonly number[]): string {
  const lowest = Math.min(...values);
  const range = Math.max(...values) - lowest;
  return values
    .map((value, index) => {
      const x = (index / (values.length - 1)) * width;
      const share = range === 0 ? 0.5 : (value - lowest) / range;
      return `${x.toFixed(1)},${(height - margin - share * (height - 2 * margin)).toFixed(1)}`;
    })
    .join(" ");
}
