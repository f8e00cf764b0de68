// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// required are the documents without which a folder is taken for the wrong one.
var required = []string{"organization.openapi.json"}

// Contract is a set of loaded OpenAPI documents. It is safe for concurrent use.
// The nil Contract checks nothing.
type Contract struct {
	documents []*document
	coverage  *coverage
	found     sync.Map // operations by request line: the router tries one expression after the other, and many requests are alike
}

// document is one OpenAPI document with the means to find an operation in it.
type document struct {
	name   string
	base   string // path prefix of every template, such as "/admin"
	router routers.Router
}

// operation is where a request was routed to.
type operation struct {
	document   *document
	route      *routers.Route
	parameters map[string]string
}

// String names the operation the way the documents' readers do: method and
// whole path template.
func (o operation) String() string {
	return o.route.Method + " " + o.document.base + o.route.Path
}

// Load reads all OpenAPI documents of a folder and patches their known defects
// in memory. Documents are the files whose name contains ".openapi.".
func Load(ctx context.Context, folder string) (*Contract, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.openapi.*"))
	if err != nil {
		return nil, fmt.Errorf("list the OpenAPI documents of %q: %w", folder, err)
	}
	names := make([]string, 0, len(files))
	for _, file := range files {
		names = append(names, filepath.Base(file))
	}
	for _, name := range required {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("no %s in the folder %q, which should hold Atlassian's OpenAPI documents "+
				"(an absolute path is needed, because tests run in their package's folder)", name, folder)
		}
	}
	return load(ctx, files, allPatches())
}

func load(ctx context.Context, files []string, patches []Patch) (*Contract, error) {
	c := &Contract{coverage: newCoverage()}
	for _, file := range files {
		d, err := loadDocument(ctx, file, patches)
		if err != nil {
			return nil, fmt.Errorf("OpenAPI document %s: %w", filepath.Base(file), err)
		}
		c.documents = append(c.documents, d)
	}
	return c, nil
}

func loadDocument(ctx context.Context, file string, patches []Patch) (*document, error) {
	data, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return nil, err
	}
	loader := openapi3.NewLoader()
	loader.Context = ctx
	doc, err := loader.LoadFromData(data)
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	name := filepath.Base(file)
	for _, patch := range patches {
		if patch.Document != name {
			continue
		}
		if err := patch.Apply(doc); err != nil {
			return nil, fmt.Errorf("the patch %q doesn't apply, perhaps the defect is mended and the patch can go: %w", patch.Defect, err)
		}
	}
	// Examples in the official documents contradict their own schemas in places;
	// nobody is held to an example.
	if err := doc.Validate(ctx, openapi3.DisableExamplesValidation()); err != nil {
		return nil, fmt.Errorf("validate: %w", err)
	}
	base, err := basePath(doc)
	if err != nil {
		return nil, err
	}
	// Requests come to a loopback address: only the path of the server counts.
	doc.Servers = openapi3.Servers{{URL: base + "/"}}
	// Of kin-openapi's two routers, this one matches the escaped path, so that an
	// escaped slash in an ID stays part of the ID. Neither tells two templates
	// apart that differ in a parameter's name alone: see patches.go.
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("routes: %w", err)
	}
	return &document{name: name, base: base, router: router}, nil
}

func basePath(doc *openapi3.T) (string, error) {
	if len(doc.Servers) == 0 {
		return "", nil
	}
	server, err := url.Parse(doc.Servers[0].URL)
	if err != nil {
		return "", fmt.Errorf("server URL: %w", err)
	}
	return strings.TrimSuffix(server.Path, "/"), nil
}

// find routes a request to the operation that documents it.
func (c *Contract) find(r *http.Request) (operation, error) {
	line := r.Method + " " + r.URL.EscapedPath()
	if known, ok := c.found.Load(line); ok {
		return known.(operation), nil //nolint:forcetypeassert // nothing else is stored
	}
	op, err := c.route(r)
	if err == nil {
		c.found.Store(line, op)
	}
	return op, err
}

func (c *Contract) route(r *http.Request) (operation, error) {
	var elsewhere []string // documents that know the path, but not the method
	for _, d := range c.documents {
		route, parameters, err := d.router.FindRoute(r)
		switch {
		case err == nil:
			return operation{document: d, route: route, parameters: parameters}, nil
		case errors.Is(err, routers.ErrMethodNotAllowed):
			elsewhere = append(elsewhere, d.name)
		}
	}
	if len(elsewhere) > 0 {
		return operation{}, fmt.Errorf("%s documents the path, but not the method %s", strings.Join(elsewhere, ", "), r.Method)
	}
	return operation{}, errors.New("no document knows the path")
}
