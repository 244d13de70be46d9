// Command fill writes the blocks of a server that has run for long: many series with regular samples, without the time
// that passing them as text would take.
//
//	fill FOLDER < SERIES
//
// Each line of SERIES is a JSON object of the type Series. Times are seconds since 1970. The same lines give the same samples.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"os"

	"github.com/prometheus/common/promslog"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// blockSeconds is the longest block of a server that keeps a month: a tenth of it.
const blockSeconds = 72 * 3600

// Series is a series with samples from Start to End, both included, Step apart. Their values go from First to Last in a
// straight line, and each is off by up to Noise.
type Series struct {
	Labels map[string]string `json:"labels"`
	Start  int64             `json:"start"`
	End    int64             `json:"end"`
	Step   int64             `json:"step"`
	First  float64           `json:"first"`
	Last   float64           `json:"last"`
	Noise  float64           `json:"noise"`

	labels labels.Labels
	seed   uint64
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "fill:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 {
		return errors.New("usage: fill FOLDER < SERIES")
	}
	all, err := read(os.Stdin)
	if err != nil {
		return err
	}
	start, end := int64(math.MaxInt64), int64(math.MinInt64)
	for _, series := range all {
		start, end = min(start, series.Start), max(end, series.End)
	}
	for block := start - start%blockSeconds; block <= end; block += blockSeconds {
		if err := write(os.Args[1], all, block); err != nil {
			return err
		}
	}
	return nil
}

func read(in io.Reader) ([]*Series, error) {
	var all []*Series
	decoder := json.NewDecoder(bufio.NewReaderSize(in, 1<<20))
	for {
		series := &Series{}
		if err := decoder.Decode(series); err != nil {
			if errors.Is(err, io.EOF) {
				return all, nil
			}
			return nil, fmt.Errorf("series %d: %w", len(all)+1, err)
		}
		if series.Step <= 0 {
			return nil, fmt.Errorf("series %d: the step %d is not above 0", len(all)+1, series.Step)
		}
		series.labels = labels.FromMap(series.Labels)
		series.seed = hash(series.labels.String())
		all = append(all, series)
	}
}

// write makes the block that begins at a time, if any series has a sample in it.
func write(folder string, all []*Series, block int64) error {
	// Series come one after the other, and a writer takes nothing that is older than half of its length.
	writer, err := tsdb.NewBlockWriter(promslog.NewNopLogger(), folder, 2*blockSeconds*1000)
	if err != nil {
		return err
	}
	defer writer.Close()
	written := false
	for _, series := range all {
		appender := writer.Appender(context.Background())
		some, err := series.append(appender, block)
		if err != nil {
			return errors.Join(err, appender.Rollback())
		}
		if err := appender.Commit(); err != nil {
			return err
		}
		written = written || some
	}
	if !written {
		return nil
	}
	_, err = writer.Flush(context.Background())
	return err
}

// append adds the samples of one block, and tells whether there are any.
func (s *Series) append(appender storage.Appender, block int64) (bool, error) {
	from := s.Start
	if block > from {
		from += (block - from + s.Step - 1) / s.Step * s.Step
	}
	var ref storage.SeriesRef
	var err error
	for at := from; at <= s.End && at < block+blockSeconds; at += s.Step {
		if ref, err = appender.Append(ref, s.labels, at*1000, s.value(at)); err != nil {
			return false, fmt.Errorf("%s: %w", s.labels, err)
		}
	}
	return ref != 0, nil
}

func (s *Series) value(at int64) float64 {
	value := s.Last
	if s.End > s.Start {
		value = s.First + (s.Last-s.First)*float64(at-s.Start)/float64(s.End-s.Start)
	}
	if s.Noise == 0 {
		return value
	}
	return value + s.Noise*(2*random(s.seed^uint64(at))-1)
}

// random is a number from 0 to 1 that looks as if it had nothing to do with the seed: the finalizer of SplitMix64.
func random(seed uint64) float64 {
	seed += 0x9e3779b97f4a7c15
	seed = (seed ^ seed>>30) * 0xbf58476d1ce4e5b9
	seed = (seed ^ seed>>27) * 0x94d049bb133111eb
	return float64((seed^seed>>31)>>11) / (1 << 53)
}

func hash(text string) uint64 {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(text)) // a hash takes everything
	return sum.Sum64()
}
