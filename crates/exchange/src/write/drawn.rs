//! Drawings as SVG: attributes only, no style, so that any page may hold them.

use crate::document::drawing::{Anchor, Drawing, Fill, Shape};

/// Appends a drawing; `escape` appends a text so that it is no markup.
pub fn svg(out: &mut String, drawing: &Drawing, escape: fn(&mut String, &str)) {
    let Drawing { width, height, .. } = drawing;
    out.push_str(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\""
    ));
    escape(out, &drawing.says);
    out.push_str("\">");
    for shape in &drawing.shapes {
        self::shape(out, shape, escape);
    }
    out.push_str("</svg>");
}

fn shape(out: &mut String, shape: &Shape, escape: fn(&mut String, &str)) {
    match shape {
        Shape::Line { from, to, dashed } => {
            let dashes = if *dashed {
                " stroke-dasharray=\"2 3\""
            } else {
                ""
            };
            out.push_str(&format!(
                "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"#000\" stroke-width=\"0.6\"{dashes}/>",
                from.0, from.1, to.0, to.1
            ));
        }
        Shape::Box { at, size, fill } => {
            let fill = match fill {
                Fill::Open => "#fff",
                Fill::Light => "#ccc",
                Fill::Full => "#000",
            };
            out.push_str(&format!(
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{fill}\" \
                 stroke=\"#000\" stroke-width=\"0.6\"/>",
                at.0, at.1, size.0, size.1
            ));
        }
        Shape::Words {
            at,
            anchor,
            size,
            text,
        } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            out.push_str(&format!(
                "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{size}\" text-anchor=\"{anchor}\" \
                 dominant-baseline=\"central\">",
                at.0, at.1
            ));
            escape(out, text);
            out.push_str("</text>");
        }
    }
}
