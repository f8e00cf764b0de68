// SPDX-License-Identifier: MPL-2.0

// Command strings writes the string literals of Go files into text files, for the prose linter, which reads only the comments of Go.
// A text stands on the line on which it begins in the Go file, so a finding names the right line.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// fewestWords is how many words a literal needs to be a text, and not a name, a path or a key.
const fewestWords = 3

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: strings FROM TO")
		os.Exit(2)
	}
	if err := extract(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// extract writes a text file below one folder for each Go file below another. It leaves out tests.
func extract(from, to string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		lines, err := texts(path)
		if err != nil || lines == nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		name = filepath.Join(to, name+".txt")
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			return err
		}
		return os.WriteFile(name, []byte(strings.Join(lines, "\n")+"\n"), 0o600)
	})
}

// texts are the lines of a Go file with nothing on them but texts. They are nil if the file has no text.
func texts(path string) ([]string, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var lines []string
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ImportSpec:
			return false
		case ast.Expr:
			text := strings.Join(strings.Fields(joined(node)), " ")
			if text == "" {
				return true
			}
			if strings.Count(text, " ")+1 >= fewestWords {
				at := files.Position(node.Pos()).Line
				for len(lines) < at {
					lines = append(lines, "")
				}
				lines[at-1] = strings.TrimSpace(lines[at-1] + " " + text)
			}
			return false
		}
		return true
	})
	return lines, nil
}

// joined is the text of a literal, or of a sum with a literal in it, where "…" stands for what is no literal.
func joined(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.BasicLit:
		if expr.Kind != token.STRING {
			return ""
		}
		text, err := strconv.Unquote(expr.Value)
		if err != nil {
			return ""
		}
		return text
	case *ast.BinaryExpr:
		if expr.Op != token.ADD {
			return ""
		}
		x, y := joined(expr.X), joined(expr.Y)
		if x == "" && y == "" {
			return ""
		}
		if x == "" {
			x = "…"
		}
		if y == "" {
			y = "…"
		}
		return x + y
	}
	return ""
}
