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
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// required are the APIs without whose documents a folder is taken for the wrong one.
var required = []string{"organization"}

// Contract is a set of loaded OpenAPI documents. It is safe for concurrent use.
// The nil Contract checks nothing.
type Contract struct {
	documents []*document
	coverage  *coverage
	found     sync.Map // operations by request line: the router tries one expression after the other, and many requests are alike
	stale     []string
}

// document is one OpenAPI document with the means to find an operation in it.
type document struct {
	name   string
	base   string // path prefix of every template, such as "/admin"
	doc    *openapi3.T
	router routers.Router
	stale  []string // the patches that do not apply, with the reason
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
	files, err := documentsOf(folder)
	if err != nil {
		return nil, err
	}
	return load(ctx, files, allPatches())
}

// documentsOf lists the documents of a folder: one for each API, whatever its format.
func documentsOf(folder string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.openapi.*"))
	if err != nil {
		return nil, fmt.Errorf("list the OpenAPI documents of %q: %w", folder, err)
	}
	byAPI := make(map[string]string, len(files))
	for _, file := range files {
		if other, twice := byAPI[apiOf(file)]; twice {
			return nil, fmt.Errorf("%s and %s in the folder %q are documents of one API: keep one of them", filepath.Base(other), filepath.Base(file), folder)
		}
		byAPI[apiOf(file)] = file
	}
	for _, api := range required {
		if byAPI[api] == "" {
			return nil, fmt.Errorf("no %s.openapi.json in the folder %q, which should hold Atlassian's OpenAPI documents "+
				"(an absolute path is needed, because tests run in their package's folder)", api, folder)
		}
	}
	return files, nil
}

// apiOf is the name of a document's API: Atlassian's own word in the address of the document.
func apiOf(file string) string {
	api, _, _ := strings.Cut(filepath.Base(file), ".openapi.")
	return api
}

func load(ctx context.Context, files []string, patches []Patch) (*Contract, error) {
	c := &Contract{coverage: newCoverage()}
	for _, file := range files {
		d, err := loadDocument(ctx, file, patches)
		if err != nil {
			return nil, fmt.Errorf("OpenAPI document %s: %w", filepath.Base(file), err)
		}
		c.documents = append(c.documents, d)
		c.stale = append(c.stale, d.stale...)
	}
	return c, nil
}

// Stale are the patches whose defect the documents do not have, perhaps because
// Atlassian has mended it.
func (c *Contract) Stale() []string { return c.stale }

func loadDocument(ctx context.Context, file string, patches []Patch) (*document, error) {
	data, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return nil, err
	}
	return parseDocument(ctx, filepath.Base(file), data, patches)
}

// parse reads a document as it is, with what it contradicts itself in.
func parse(ctx context.Context, data []byte) (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	loader.Context = ctx
	doc, err := loader.LoadFromData(data)
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.") || doc.Paths.Len() == 0 {
		return nil, errors.New("load: this is no OpenAPI 3 document with paths")
	}
	return doc, nil
}

func parseDocument(ctx context.Context, name string, data []byte, patches []Patch) (*document, error) {
	doc, err := parse(ctx, data)
	if err != nil {
		return nil, err
	}
	var stale []error
	for _, patch := range patches {
		if patch.API != apiOf(name) {
			continue
		}
		if err := patch.Apply(doc); err != nil {
			stale = append(stale, fmt.Errorf("%s: the patch %q doesn't apply, perhaps the defect is mended and the patch can go: %w", name, patch.Defect, err))
		}
	}
	// Examples in the official documents contradict their own schemas in places;
	// nobody is held to an example.
	if err := doc.Validate(ctx, openapi3.DisableExamplesValidation()); err != nil {
		return nil, errors.Join(append([]error{fmt.Errorf("validate: %w", err)}, stale...)...)
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
	d := &document{name: name, base: base, doc: doc, router: router}
	for _, patch := range stale {
		d.stale = append(d.stale, patch.Error())
	}
	return d, nil
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
	if found, _ := c.found.Load(line); found != nil {
		if known, ok := found.(operation); ok {
			return known, nil
		}
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
