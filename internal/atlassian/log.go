// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// logTry logs one try. It logs neither headers, which contain the key, nor bodies, which contain people.
func (c *Client) logTry(ctx context.Context, call *call, resp *http.Response, err error, took time.Duration) {
	fields := map[string]any{
		"operation":   call.operation.ID,
		"method":      call.operation.Method,
		"path":        call.operation.Path,
		"try":         call.tries,
		"duration_ms": took.Milliseconds(),
	}
	level, message := slog.LevelDebug, "request to Atlassian"
	if err != nil {
		fields["error"] = err.Error()
		level, message = slog.LevelWarn, "request to Atlassian failed"
	} else {
		fields["status"] = resp.StatusCode
		fields["request_id"] = requestID(resp.Header)
	}
	c.log(ctx, level, message, fields)
}

// log passes a message to the configured log. It removes secrets, because an answer may have repeated one.
func (c *Client) log(ctx context.Context, level slog.Level, message string, fields map[string]any) {
	if c.cfg.Log == nil {
		return
	}
	for name, value := range fields {
		if text, ok := value.(string); ok {
			fields[name] = c.secrets.redact(text)
		}
	}
	c.cfg.Log(ctx, level, message, fields)
}
