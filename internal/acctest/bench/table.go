// SPDX-License-Identifier: MPL-2.0

// Package bench measures what plans of thousands of objects cost, through the terraform on PATH, and prints one table.
package bench

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Row is what one command costs, for a number of objects.
type Row struct {
	// Scenario says what it is.
	Scenario string
	// Objects is how many there are.
	Objects int
	// Requests is how many requests the provider sends, and Floor the fewest that can carry the data.
	Requests, Floor int
	// Wall is how long the command takes, and Builtin how long it takes if the objects are in terraform_data.
	Wall, Builtin time.Duration
	// Naive is how long a reader takes that sends one request for each object, and NaiveRequests how many it sends; 0 if it was not asked.
	Naive         time.Duration
	NaiveRequests int
	// Processor is the time of the processors that the provider takes, and Resident its largest resident set, in bytes.
	Processor time.Duration
	Resident  int64
}

var columns = []string{
	"scenario", "objects", "requests", "floor", "ratio", "wall", "to `terraform_data`", "provider CPU", "provider memory", "growth", "N+1 requests", "N+1 wall",
}

// Table is the rows as a Markdown table. Growth is how many times as much processor time a row takes as the row before it, if both are of the
// same scenario, without what a provider takes that has nothing to do.
func Table(idle time.Duration, rows []Row) string {
	lines := [][]string{columns}
	for i, row := range rows {
		growth, naive, requests := "–", "–", "–"
		if i > 0 && rows[i-1].Scenario == row.Scenario {
			before := rows[i-1]
			growth = fmt.Sprintf("%.1f× for %.0f×", ratio(row.Processor-idle, before.Processor-idle), ratio(row.Objects, before.Objects))
		}
		if row.NaiveRequests > 0 {
			naive, requests = seconds(row.Naive), strconv.Itoa(row.NaiveRequests)
		}
		relative, floor := "–", "–"
		if row.Builtin > 0 {
			relative = times(ratio(row.Wall, row.Builtin))
		}
		if row.Floor > 0 {
			floor = times(ratio(row.Requests, row.Floor))
		}
		lines = append(lines, []string{
			row.Scenario, strconv.Itoa(row.Objects), strconv.Itoa(row.Requests), strconv.Itoa(row.Floor), floor, seconds(row.Wall), relative,
			seconds(row.Processor), fmt.Sprintf("%d MiB", row.Resident>>20), growth, requests, naive,
		})
	}
	return aligned(lines)
}

func times(r float64) string { return fmt.Sprintf("%.1f×", r) }

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func ratio[N int | time.Duration](one, other N) float64 { return float64(one) / float64(other) }

// aligned joins cells to lines, so that a terminal shows what Markdown would.
func aligned(lines [][]string) string {
	widths := make([]int, len(columns))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var text strings.Builder
	for n, line := range lines {
		for i, cell := range line {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				text.WriteString("| " + cell + pad)
			} else {
				text.WriteString(" | " + pad + cell)
			}
		}
		text.WriteString(" |\n")
		if n == 0 {
			text.WriteString("|" + strings.Repeat("-", widths[0]+2))
			for _, width := range widths[1:] {
				text.WriteString("|" + strings.Repeat("-", width+1) + ":")
			}
			text.WriteString("|\n")
		}
	}
	return text.String()
}
