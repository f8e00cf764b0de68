// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"reflect"
	"strconv"
	"strings"
)

// source is the code of the client, by what its declarations are called.
type source struct {
	declared map[string][]ast.Node // constants, variables, types and functions
	methods  map[string][]ast.Node // by type
	ofClient map[string]ast.Node   // the methods of Client
	ids      map[string]string     // the ID of an operation, by its variable
}

// client is the type whose methods are the operations, and send what carries out each of them: what it mentions concerns all of them.
const client, send = "Client", "do"

func read(folder string) (*source, error) {
	s := &source{make(map[string][]ast.Node), make(map[string][]ast.Node), make(map[string]ast.Node), make(map[string]string)}
	root := os.DirFS(folder)
	files, err := fs.Glob(root, "*.go")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := fs.ReadFile(root, file)
		if err != nil {
			return nil, err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path.Join(folder, file), text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, declaration := range parsed.Decls {
			s.add(declaration)
		}
	}
	if len(s.ids) == 0 {
		return nil, fmt.Errorf("%q declares no operation", folder)
	}
	return s, nil
}

func (s *source) add(declaration ast.Decl) {
	switch declaration := declaration.(type) {
	case *ast.FuncDecl:
		of := receiver(declaration)
		switch {
		case of == client:
			s.ofClient[declaration.Name.Name] = declaration
		case of != "":
			s.methods[of] = append(s.methods[of], declaration)
		default:
			s.declared[declaration.Name.Name] = append(s.declared[declaration.Name.Name], declaration)
		}
	case *ast.GenDecl:
		for _, spec := range declaration.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				s.declared[spec.Name.Name] = append(s.declared[spec.Name.Name], spec)
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					if id := operationID(spec); id != "" {
						s.ids[name.Name] = id
						continue
					}
					s.declared[name.Name] = append(s.declared[name.Name], spec)
				}
			}
		}
	}
}

func receiver(function *ast.FuncDecl) string {
	if function.Recv == nil {
		return ""
	}
	name := ""
	ast.Inspect(function.Recv.List[0].Type, func(node ast.Node) bool {
		if identifier, ok := node.(*ast.Ident); ok && name == "" {
			name = identifier.Name
		}
		return name == ""
	})
	return name
}

// operationID is the ID in documented(Operation{ID: …}).
func operationID(spec *ast.ValueSpec) (id string) {
	for _, value := range spec.Values {
		call, ok := value.(*ast.CallExpr)
		if !ok {
			continue
		}
		if function, ok := call.Fun.(*ast.Ident); !ok || function.Name != "documented" {
			continue
		}
		ast.Inspect(call, func(node ast.Node) bool {
			if pair, ok := node.(*ast.KeyValueExpr); ok {
				key, isName := pair.Key.(*ast.Ident)
				literal, isText := pair.Value.(*ast.BasicLit)
				if isName && isText && key.Name == "ID" {
					id, _ = strconv.Unquote(literal.Value)
				}
			}
			return true
		})
	}
	return id
}

// names are the names that the code of an operation has: the names of JSON of its structs, and its literals, which name parameters. A
// field whose name is not among them is neither sent nor read.
func (s *source) names(id string) map[string]bool {
	w := &walk{source: s, found: make(map[string]bool), seen: make(map[ast.Node]bool)}
	for _, method := range s.ofClient {
		mentioned := false
		ast.Inspect(method, func(node ast.Node) bool {
			identifier, ok := node.(*ast.Ident)
			mentioned = mentioned || ok && s.ids[identifier.Name] == id
			return !mentioned
		})
		if mentioned {
			w.enter(method)
		}
	}
	return w.found
}

// walk goes from the method of an operation through everything that it mentions.
type walk struct {
	*source

	found map[string]bool
	seen  map[ast.Node]bool
}

func (w *walk) enter(node ast.Node) {
	if w.seen[node] {
		return
	}
	w.seen[node] = true
	ast.Inspect(node, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.Field:
			if node.Tag != nil {
				tag, _ := strconv.Unquote(node.Tag.Value)
				name, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
				w.found[name] = true
			}
		case *ast.BasicLit:
			if text, err := strconv.Unquote(node.Value); err == nil && node.Kind == token.STRING {
				w.found[text] = true
			}
		case *ast.SelectorExpr:
			if method := w.ofClient[node.Sel.Name]; method != nil && node.Sel.Name != send && !node.Sel.IsExported() {
				w.enter(method)
			}
		case *ast.Ident:
			for _, one := range w.declared[node.Name] {
				if node.Name != client {
					w.enter(one)
				}
			}
			for _, method := range w.methods[node.Name] {
				w.enter(method)
			}
		}
		return true
	})
}
