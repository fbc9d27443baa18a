import type { Shape } from '../../topology/index.js';
import type { Theme } from './theme.js';

/** What is worth painting at a zoom: text that nobody could read is left out. */
export interface DetailLevel {
  readonly titles: boolean;
  readonly minor: boolean;
}

/** Paths are parsed once per icon. */
export interface ShapePainter {
  paint(context: CanvasRenderingContext2D, shapes: readonly Shape[], theme: Theme, level: DetailLevel): void;
}

export function createShapePainter(): ShapePainter {
  const icons = new Map<string, Path2D>();
  const iconPath = (path: string): Path2D => {
    const known = icons.get(path) ?? new Path2D(path);
    icons.set(path, known);
    return known;
  };

  function paintRect(context: CanvasRenderingContext2D, shape: Shape & { kind: 'rect' }, theme: Theme): void {
    context.beginPath();
    context.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius);
    if (shape.fill) {
      context.fillStyle = theme.palette[shape.fill];
      context.fill();
    }
    if (!shape.stroke) return;
    context.lineWidth = shape.thickness ?? 1;
    context.strokeStyle = theme.palette[shape.stroke];
    context.setLineDash(shape.dashed ? [4, 3] : []);
    context.stroke();
    context.setLineDash([]);
  }

  function paintText(context: CanvasRenderingContext2D, shape: Shape & { kind: 'text' }, theme: Theme): void {
    const family = shape.style === 'mono' ? theme.monoFont : theme.font;
    context.font = `${shape.style === 'bold' ? '600 ' : ''}${shape.size}px ${family}`;
    context.fillStyle = theme.palette[shape.paint];
    context.textAlign = shape.anchor === 'start' ? 'left' : shape.anchor === 'end' ? 'right' : 'center';
    // A font wider than the one that the layout counted with is squeezed rather than cut.
    context.fillText(shape.text, shape.x, shape.y, Math.max(1, shape.room));
  }

  function paintIcon(context: CanvasRenderingContext2D, shape: Shape & { kind: 'icon' }, theme: Theme): void {
    if (shape.path === '') return;
    const scale = shape.size / 16;
    context.save();
    context.translate(shape.x, shape.y);
    context.scale(scale, scale);
    context.lineWidth = 1.2 / scale;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.strokeStyle = theme.palette[shape.paint];
    context.stroke(iconPath(shape.path));
    context.restore();
  }

  return {
    paint(context, shapes, theme, level) {
      for (const shape of shapes) {
        switch (shape.kind) {
          case 'rect':
            paintRect(context, shape, theme);
            break;
          case 'text':
            if (shape.minor ? level.minor : level.titles) paintText(context, shape, theme);
            break;
          case 'icon':
            if (level.titles) paintIcon(context, shape, theme);
            break;
        }
      }
    },
  };
}
