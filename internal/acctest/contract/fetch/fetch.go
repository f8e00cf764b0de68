// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

// fetcher gets documents, with patience for a server that has a bad moment.
type fetcher struct {
	client *retryablehttp.Client
	// largest bounds a document, in bytes. The largest one known has 245 kB.
	largest int64
}

func newFetcher() *fetcher {
	client := retryablehttp.NewClient()
	client.Logger = nil
	client.HTTPClient.Timeout = time.Minute
	// The last answer tells more than the number of attempts.
	client.ErrorHandler = retryablehttp.PassthroughErrorHandler
	return &fetcher{client: client, largest: 16 << 20}
}

// fetch writes one document into the folder, unless the tests could not use it.
func (f *fetcher) fetch(ctx context.Context, folder string, source contract.Source, out io.Writer) error {
	data, err := f.get(ctx, source.URL)
	if err != nil {
		return err
	}
	operations, stale, err := source.Check(ctx, data)
	if err != nil {
		return err
	}
	target := filepath.Join(folder, source.File())
	said := "wrote"
	if before, err := os.ReadFile(filepath.Clean(target)); err == nil && bytes.Equal(before, data) {
		said = "kept"
	} else if err := replace(target, data); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s %s: %d operations, %d bytes, from %s\n", said, target, operations, len(data), source.URL)
	for _, patch := range stale {
		fmt.Fprintln(out, " ", patch)
	}
	return nil
}

func (f *fetcher) get(ctx context.Context, url string) (data []byte, err error) {
	request, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	answer, err := f.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the server answers %s", answer.Status)
	}
	data, err = io.ReadAll(io.LimitReader(answer.Body, f.largest+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(data)) > f.largest:
		return nil, fmt.Errorf("it has more than %d bytes", f.largest)
	}
	return data, nil
}

// replace writes a file in one step: a reader sees the old or the new one. The folder is made for a good document only, because tests
// that find an empty one fail.
func replace(target string, data []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(target), ".fetching-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), target)
}
